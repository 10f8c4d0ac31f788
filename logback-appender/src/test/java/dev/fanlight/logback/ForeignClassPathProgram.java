/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.status.Status;
import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.TraceMarker;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import tools.jackson.databind.node.JsonNodeFactory;

/** Logs values of each kind; runs in a class loader of its own, on a class path that {@link ForeignClassPathTest} makes. */
public final class ForeignClassPathProgram {
  private ForeignClassPathProgram() {}

  /** Returns logback's warnings. */
  public static List<String> run(OutputStream output) {
    var context = new LoggerContext();
    var mdc = new LogbackMDCAdapter();
    context.setMDCAdapter(mdc);
    var encoder = new FanlightEncoder(Environments.EMPTY);
    encoder.setContext(context);
    encoder.start();
    var sink = new OutputStreamAppender<ILoggingEvent>();
    sink.setContext(context);
    sink.setEncoder(encoder);
    sink.setOutputStream(output);
    sink.start();
    var capturing = new CapturingAppender();
    capturing.setContext(context);
    capturing.addAppender(sink);
    capturing.start();
    Logger logger = context.getLogger("shop");
    logger.addAppender(capturing);
    mdc.put("tenant", "t1");

    log(logger);

    context.stop();
    return context.getStatusManager().getCopyOfStatusList().stream()
        .filter(status -> status.getLevel() >= Status.WARN)
        .map(Status::getMessage)
        .toList();
  }

  private static void log(Logger logger) {
    logger
        .atInfo()
        .addKeyValue("text", "t")
        .addKeyValue("number", 7)
        .addKeyValue("flag", true)
        .addKeyValue("list", List.of(1, "a"))
        .log("plain");
    logger
        .atInfo()
        .addMarker(Markers.append("order", 7).and(Markers.append("entry", Map.of("k", 1))))
        .addArgument(StructuredArguments.keyValue("user", "u1"))
        .log("{}");
    logger
        .atInfo()
        .addKeyValue("good", "yes")
        .addArgument(StructuredArguments.fields(new Bean()))
        .log("fields");
    SpanContext span = SpanContext.create(
        "0af7651916cd43dd8448eb211c80319c",
        "b7ad6b7169203331",
        TraceFlags.getSampled(),
        TraceState.getDefault());
    logger
        .atInfo()
        .addMarker(new TraceMarker(
            EventTrace.of(span, null), Map.of("http.route", "/orders", "event.duration", 7L)))
        .log("request");
    try {
      logger.atInfo().addKeyValue("node", Nodes.node()).log("node");
    } catch (NoClassDefFoundError ignored) { // then there can be no such value
      return;
    }
  }

  /** Loaded only where Jackson is. */
  private static final class Nodes {
    static Object node() {
      return JsonNodeFactory.instance.objectNode().put("n", 1);
    }
  }

  /** An object with a getter. */
  public static final class Bean {
    public String getName() {
      return "n";
    }
  }
}
