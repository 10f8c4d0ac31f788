/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.Logger;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.jspecify.annotations.Nullable;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.MDCAdapter;

/** Logs events that were made to break a line, each in a trace that its number tells. One thread. */
public final class HostileEvents {
  private static final String[] OUR_KEYS = {
    "@timestamp",
    "message",
    "log.level",
    "level",
    "trace.id",
    "trace_id",
    "span.id",
    "span_id",
    "trace",
    "log",
    "service",
    "service.name",
    "labels",
    "labels.a",
    "labels.a.b",
    "ecs.version",
    "error",
    "error.message",
    "dd.trace_id",
    "transaction.id",
    "tags",
    "log.truncated",
    "log_truncated",
    "severity",
    "status",
    "timestamp",
    "body",
    "exception.type",
    "numeric_labels",
    "numeric_labels.n",
    "event.dataset",
    "event",
    "host",
    "traceId",
    "spanId",
    "trace_flags",
    "logging.googleapis.com/trace"
  };
  private static final String[] FRAGMENTS = {
    "\"",
    "\\",
    "\",\"trace.id\":\"forged\"",
    "}\n{",
    "\r\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\u007f",
    "\u001b[31m",
    "\u0000",
    "{}",
    "%n",
    "${x}",
    "\ud83d",
    "\ude00",
    "\ud83d\ude00",
    "\uffff",
    "\ufeff",
    "…",
    "é",
    "\t",
    "\u000b"
  };

  private final Random random;
  private final Logger logger;
  private final MDCAdapter mdc;
  private final boolean inventsKeys;

  HostileEvents(long seed, Logger logger, MDCAdapter mdc) {
    this(seed, logger, mdc, true);
  }

  private HostileEvents(long seed, Logger logger, MDCAdapter mdc, boolean inventsKeys) {
    this.random = new Random(seed);
    this.logger = logger;
    this.mdc = mdc;
    this.inventsKeys = inventsKeys;
  }

  /** With few keys, as an index of a search engine can take them. */
  public static HostileEvents withKnownKeys(long seed, Logger logger, MDCAdapter mdc) {
    return new HostileEvents(seed, logger, mdc, false);
  }

  /** The trace of an event's number. */
  static String traceId(long number) {
    return TraceId.fromLongs(0x5eed, number + 1);
  }

  /** Logs one event whose message starts with {@code #<number> }. */
  public void log(long number) {
    Context.root().with(span(number)).wrap(() -> logInSpan(number)).run();
  }

  private static Span span(long number) {
    return Span.wrap(SpanContext.create(
        traceId(number),
        SpanId.fromLong(number + 1),
        TraceFlags.getSampled(),
        TraceState.getDefault()));
  }

  private void logInSpan(long number) {
    mdc.clear();
    for (int i = random.nextInt(6); i > 0; i--) {
      mdc.put(key(), text());
    }
    LoggingEventBuilder event = logger.atInfo();
    for (int i = random.nextInt(5); i > 0; i--) {
      event = event.addKeyValue(key(), value(3));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      event = event.addArgument(random.nextInt(3) == 0 ? argument() : value(2));
    }
    if (random.nextInt(8) == 0) {
      event = event.addMarker(marker());
    }
    if (random.nextInt(8) == 0) {
      event = event.setCause(error(4));
    }
    event.log("#" + number + ' ' + text() + " {} " + text() + " {}");
  }

  private String key() {
    return !inventsKeys || random.nextInt(3) == 0
        ? OUR_KEYS[random.nextInt(OUR_KEYS.length)]
        : text();
  }

  private String text() {
    int kind = random.nextInt(1_000);
    if (kind == 0) {
      return FRAGMENTS[random.nextInt(FRAGMENTS.length)].repeat(random.nextInt(30_000));
    }
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        case 1 -> text.append((char) random.nextInt(0x10000));
        case 2 -> text.appendCodePoint(random.nextInt(0x110000));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 22 : 16)) {
      case 0 -> null;
      case 1 -> random.nextInt();
      case 2 -> random.nextLong();
      case 3 -> random.nextDouble();
      case 4 -> Double.NaN;
      case 5 -> Float.NEGATIVE_INFINITY;
      case 6 -> new BigDecimal("1E+400");
      case 7 -> new BigInteger(200, random);
      case 8 -> random.nextBoolean();
      case 9 -> new ThrowingToString();
      case 10 -> new char[] {'a', '\ud83d'};
      case 11 -> new BigDecimal("-0.5");
      case 12 -> new Unserializable(List.of(1, 2));
      case 13, 14, 15 -> text();
      case 16 -> list(depth);
      case 17 -> map(depth);
      case 18 -> List.of(new ThrowingGetter());
      case 19 -> Map.of("password", text(), "nested", Map.of("api_key", text()));
      case 20 -> containingItself();
      default -> new Object[] {value(depth - 1), text()};
    };
  }

  private List<@Nullable Object> list(int depth) {
    var list = new ArrayList<@Nullable Object>();
    for (int i = random.nextInt(random.nextInt(2_000) == 0 ? 20_000 : 4); i > 0; i--) {
      list.add(value(depth - 1));
    }
    return list;
  }

  private Map<String, @Nullable Object> map(int depth) {
    var map = new HashMap<String, @Nullable Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(key(), value(depth - 1));
    }
    return map;
  }

  private static List<Object> containingItself() {
    var list = new ArrayList<Object>();
    list.add(list);
    return list;
  }

  private Object argument() {
    return switch (random.nextInt(5)) {
      case 0 -> StructuredArguments.keyValue(key(), map(2));
      case 1 -> StructuredArguments.raw(key(), text());
      case 2 -> StructuredArguments.fields(new ThrowingGetter());
      case 3 -> StructuredArguments.entries(map(2));
      default -> StructuredArguments.array(key(), text(), 1, null);
    };
  }

  private org.slf4j.Marker marker() {
    return switch (random.nextInt(4)) {
      case 0 -> Markers.appendRaw(key(), text());
      case 1 -> Markers.append(key(), map(1)).and(Markers.append(key(), text()));
      case 2 -> Markers.appendFields(new ThrowingGetter());
      default -> MarkerFactory.getDetachedMarker(text() + 'x');
    };
  }

  private Throwable error(int depth) {
    var error = new IllegalStateException(random.nextInt(4) == 0 ? null : text());
    if (depth > 0 && random.nextBoolean()) {
      error.initCause(error(depth - 1));
    }
    if (depth > 0 && random.nextInt(3) == 0) {
      error.addSuppressed(error(depth - 1));
    }
    if (random.nextInt(20) == 0) {
      var cycle = new IllegalArgumentException("cycle", error);
      error.addSuppressed(cycle);
    }
    return error;
  }

  /** A value that cannot say what it is. */
  static final class ThrowingToString {
    @Override
    public String toString() {
      throw new IllegalStateException("toString");
    }
  }

  /** What a bean has. */
  public interface Named {
    String getName();
  }

  /** A bean for Jackson whose getter fails. */
  public static final class ThrowingGetter implements Named {
    @Override
    public String getName() {
      throw new AssertionError("getter");
    }
  }

  private record Unserializable(List<Integer> numbers) {}
}
