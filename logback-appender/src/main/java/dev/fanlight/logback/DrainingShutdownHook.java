/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.hook.ShutdownHookBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;

/**
 * A shutdown hook that writes the queues of all {@link CapturingAppender}s when the JVM ends. It does not stop the
 * appenders: events that other shutdown hooks log, such as the hooks of Spring or of the application, are written by the
 * threads of these hooks.
 *
 * <pre>{@code
 * <shutdownHook class="dev.fanlight.logback.DrainingShutdownHook"/>
 * }</pre>
 *
 * @since 0.1.0
 */
public final class DrainingShutdownHook extends ShutdownHookBase {
  /** Creates the hook; called by logback for an element of the XML. */
  public DrainingShutdownHook() {}

  @Override
  public void run() {
    if (getContext() instanceof LoggerContext context) {
      Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Logger logger : context.getLoggerList()) {
        drain(logger.iteratorForAppenders(), seen);
      }
    }
  }

  private static void drain(Iterator<Appender<ILoggingEvent>> appenders, Set<Object> seen) {
    while (appenders.hasNext()) {
      Appender<ILoggingEvent> appender = appenders.next();
      if (!seen.add(appender)) {
        continue;
      }
      if (appender instanceof CapturingAppender own) {
        own.drain();
      }
      if (appender instanceof AppenderAttachable<?>) {
        @SuppressWarnings("unchecked") // an appender of events holds appenders of events
        var inner = (AppenderAttachable<ILoggingEvent>) appender;
        drain(inner.iteratorForAppenders(), seen);
      }
    }
  }
}
