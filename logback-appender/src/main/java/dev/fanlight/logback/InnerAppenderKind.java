/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AsyncAppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.Iterator;
import net.logstash.logback.appender.AbstractLogstashTcpSocketAppender;
import net.logstash.logback.appender.AsyncDisruptorAppender;
import org.jspecify.annotations.Nullable;

/** The kind of the inner appenders, by which an event that is not a line after they returned is counted. */
enum InnerAppenderKind {
  /** No inner appender is started: the event is dropped. */
  STOPPED,
  /** All inner appenders write on the calling thread through {@link FanlightEncoder}: a filter denied the event. */
  OURS,
  /** One inner appender passes the event to {@link FanlightEncoder} later; the encoder counts it. */
  LATER,
  /** One inner appender has an encoder of another library, which does not count events. */
  OTHERS;

  static InnerAppenderKind of(Iterator<Appender<ILoggingEvent>> appenders) {
    InnerAppenderKind all = STOPPED;
    while (appenders.hasNext()) {
      Appender<ILoggingEvent> appender = appenders.next();
      if (appender.isStarted()) {
        all = max(all, of(appender));
      }
    }
    return all;
  }

  private static InnerAppenderKind of(Appender<ILoggingEvent> appender) {
    if (appender instanceof CapturingAppender) {
      return LATER;
    }
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
      return isOurs(stream.getEncoder()) ? OURS : OTHERS;
    }
    if (appender instanceof AbstractLogstashTcpSocketAppender<ILoggingEvent, ?> socket) {
      return isOurs(socket.getEncoder()) ? LATER : OTHERS;
    }
    if (appender instanceof AppenderAttachable<?>) {
      @SuppressWarnings("unchecked") // an appender of events holds appenders of events
      var inner = of(((AppenderAttachable<ILoggingEvent>) appender).iteratorForAppenders());
      return inner != STOPPED && isAsynchronous(appender) ? max(LATER, inner) : inner;
    }
    return OTHERS;
  }

  private static boolean isAsynchronous(Appender<ILoggingEvent> appender) {
    return appender instanceof AsyncAppenderBase<?>
        || appender instanceof AsyncDisruptorAppender<?, ?>;
  }

  private static boolean isOurs(@Nullable Encoder<ILoggingEvent> encoder) {
    return encoder instanceof FanlightEncoder;
  }

  private static InnerAppenderKind max(InnerAppenderKind a, InnerAppenderKind b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
