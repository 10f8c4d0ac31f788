/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.AppenderAttachable;
import org.jspecify.annotations.Nullable;

/** The innermost appender: prepares an event as every appender has to, then encodes it if it has an encoder. */
final class SinkAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final @Nullable Encoder<ILoggingEvent> encoder;
  private byte[] last = {};

  SinkAppender(LoggerContext context, @Nullable Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
    setContext(context);
    if (encoder != null) {
      encoder.setContext(context);
      encoder.start();
    }
    start();
  }

  /** Puts this sink into another appender. */
  <A extends Appender<ILoggingEvent> & AppenderAttachable<ILoggingEvent>> A inside(A outer) {
    outer.setContext(getContext());
    outer.addAppender(this);
    outer.start();
    return outer;
  }

  /** Returns the line that was encoded last. */
  byte[] last() {
    return last;
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    if (encoder != null) {
      last = encoder.encode(event);
    }
  }
}
