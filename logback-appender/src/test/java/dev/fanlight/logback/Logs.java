/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A logback of a test's own that keeps what it writes. */
final class Logs implements AutoCloseable {
  final LoggerContext context = new LoggerContext();
  final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
  final Logger logger = context.getLogger("dev.fanlight.Shop");
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  Logs() {
    context.setMDCAdapter(mdc);
  }

  /** With our encoder, in its default form, inside a capturing appender. */
  static Logs capturing() {
    return capturing(new FanlightEncoder(Environments.EMPTY));
  }

  static Logs capturing(Encoder<ILoggingEvent> encoder) {
    var logs = new Logs();
    logs.root(logs.inside(new CapturingAppender(), logs.sink(encoder)));
    return logs;
  }

  /** The appender of {@code console.xml}, but it keeps what the encoder makes. */
  Appender<ILoggingEvent> sink(Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    var sink = new ConsoleAppender<ILoggingEvent>();
    sink.setContext(context);
    sink.setName("SINK");
    sink.setEncoder(encoder);
    sink.start();
    sink.setOutputStream(written);
    return sink;
  }

  /** Starts the outer appender around the inner one. */
  <A extends Appender<ILoggingEvent> & AppenderAttachable<ILoggingEvent>> A inside(
      A outer, Appender<ILoggingEvent> inner) {
    outer.setContext(context);
    outer.setName(outer.getClass().getSimpleName());
    outer.addAppender(inner);
    outer.start();
    return outer;
  }

  void root(Appender<ILoggingEvent> appender) {
    context.getLogger("ROOT").addAppender(appender);
  }

  /** What was written so far, line by line, each strictly read. */
  List<Map<String, Object>> lines() {
    return StrictJson.lines(text().lines());
  }

  /** The only line, after everything was stopped. */
  Map<String, Object> line() {
    close();
    List<Map<String, Object>> lines = lines();
    if (lines.size() != 1) {
      throw new AssertionError("expected one line, found " + lines);
    }
    return lines.get(0);
  }

  String text() {
    synchronized (written) {
      return written.toString(UTF_8);
    }
  }

  List<Status> warnings() {
    return context.getStatusManager().getCopyOfStatusList().stream()
        .filter(status -> status.getLevel() >= Status.WARN)
        .toList();
  }

  /** An encoder with settings. */
  static FanlightEncoder encoder(UnaryOperator<FanlightEncoder> settings) {
    return settings.apply(new FanlightEncoder(Environments.EMPTY));
  }

  @Override
  public void close() {
    context.stop();
  }
}
