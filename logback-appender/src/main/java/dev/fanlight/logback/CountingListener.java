/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import net.logstash.logback.appender.listener.AppenderListener;

/**
 * An appender listener that counts, in {@link LineLedger}, the events that asynchronous appenders of
 * logstash-logback-encoder drop.
 *
 * <pre>{@code
 * <appender class="net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender">
 *   <listener class="dev.fanlight.logback.CountingListener"/>
 * }</pre>
 *
 * @since 0.1.0
 */
public final class CountingListener implements AppenderListener<ILoggingEvent> {
  /** Creates the listener; called by logback for an element of the XML. */
  public CountingListener() {}

  @Override
  public void eventAppendFailed(
      Appender<ILoggingEvent> appender, ILoggingEvent event, Throwable reason) {
    LineLedger.process().countUncaptured(event, LineLedger.DropReason.QUEUE_FULL);
  }
}
