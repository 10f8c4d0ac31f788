/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.ForwardingLog;
import dev.fanlight.exporters.testing.TroubledVendor;
import dev.fanlight.exporters.testing.TroubledVendor.Conduct;
import dev.fanlight.exporters.testing.TroubledVendor.Decision;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One healthy vendor beside 3 to 8 that are in random trouble, on a small log in memory, with large and small records.
 *
 * <p>The records of one batch, of which there are two where a vendor takes no compression, take at most half of the log.
 * Spans are ended no faster than the healthy vendor alone could take them: at most one record more than it has taken,
 * or where records are small a quarter of the log and what the queue takes of spans whose size is not known yet.
 */
final class IsolationScenario {

  private static final String HEALTHY = "healthy";
  private static final int[] STATUSES = {
    400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 503, 503, 504, 520, 302
  };
  private static final int LIMIT_SECONDS = 60;

  /** In a heap of 128 MiB the queue takes 819 spans before the first one is measured. */
  private static final int SPANS_AHEAD = 500;

  private final Random random;
  private final long memory;
  private final int spansOfARecord;
  private final int bytesOfASpan;
  private final int records;
  private final int recordsAhead;
  private final List<Sick> sick = new ArrayList<>();
  private final Set<Long> ended = new HashSet<>();
  private final List<String> failures = new ArrayList<>();

  IsolationScenario(long seed) {
    random = new Random(seed);
    memory = (2L << 20) + (long) (random.nextDouble() * (6L << 20));
    int vendors = 3 + random.nextInt(6);
    int largestLimit = 0;
    for (int i = 0; i < vendors; i++) {
      Sick one = new Sick(random.nextLong(), memory);
      sick.add(one);
      largestLimit = Math.max(largestLimit, one.limit);
    }
    boolean hasTwoViews = sick.stream().anyMatch(one -> !one.isCompressed);
    int largest = (int) Math.min(2L * largestLimit, memory / (hasTwoViews ? 4 : 2));
    int record = (int) (1_000 * Math.pow(largest / 1_000.0, random.nextDouble()));
    spansOfARecord = 1 + random.nextInt(Math.min(100, Math.max(1, record / 1_000)));
    bytesOfASpan = Math.max(16, record / spansOfARecord - 120);
    records = (int) Math.max(30, Math.min(1_000, 6 * memory / record));
    recordsAhead = (int) Math.max(1, Math.min(memory / 4 / record, SPANS_AHEAD / spansOfARecord));
  }

  /** Runs it; returns what went wrong, nothing at best. */
  List<String> run() throws Exception {
    List<TroubledVendor> servers = new ArrayList<>();
    TroubledVendor healthy = TroubledVendor.start((number, bytes) -> new Decision(Conduct.TAKE, 0));
    servers.add(healthy);
    StringBuilder yaml = new StringBuilder(
        "{batch: {spans: %d, bytes: %d, delay: 20ms}, buffer:".formatted(spansOfARecord, memory / 2)
            + " {memory: %d}, shutdown_timeout: 200ms, vendors: {".formatted(memory)
            + "healthy: {type: otlp, endpoint: '%s', timeout: 30s}".formatted(healthy.endpoint()));
    for (Sick one : sick) {
      TroubledVendor server = TroubledVendor.start(one);
      servers.add(server);
      yaml.append(", ").append(one.yaml(servers.size(), server.endpoint()));
    }
    Watched log = new Watched(new MemoryLog(memory));
    Fanout fanout = new Fanout(
        settings(yaml.append("}}").toString()),
        Map.of(),
        (vendor, endpoint, exchange, nanos) -> {},
        clock -> log,
        Clock.getDefault());
    try {
      fanout.start();
      endSpans(fanout, log);
      LedgerSnapshot account = account(fanout, HEALTHY);
      check(account.delivered() == ended.size(), "healthy delivered " + account);
      check(healthy.taken().equals(ended), "healthy took " + healthy.taken().size());
    } finally {
      fanout.close();
      servers.forEach(TroubledVendor::close);
    }
    check(fanout.queueSnapshot().refused() == 0, "refused " + fanout.queueSnapshot());
    check(log.largest <= memory, "the log held " + log.largest + " bytes");
    for (int i = 0; i <= sick.size(); i++) {
      checkLedger(fanout.ledgerSnapshots().get(i), servers.get(i).taken());
    }
    return failures;
  }

  private void endSpans(Fanout fanout, Watched log) throws InterruptedException {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(new Ending(fanout)).build().get("test");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    CountDownLatch never = new CountDownLatch(1);
    byte[] bytes = new byte[bytesOfASpan * 3 / 4];
    for (int record = 0; record < records; record++) {
      for (int i = 0; i < spansOfARecord; i++) {
        random.nextBytes(bytes);
        Span span = tracer
            .spanBuilder("span")
            .setNoParent()
            .setAttribute("payload", Base64.getEncoder().encodeToString(bytes))
            .startSpan();
        span.end();
        ended.add(ByteBuffer.wrap(HexFormat.of().parseHex(span.getSpanContext().getSpanId()))
            .getLong());
      }
      long ahead = record + 1 == records ? 0 : (long) recordsAhead * spansOfARecord;
      while (ended.size() - account(fanout, HEALTHY).delivered() > ahead) {
        log.look();
        if (account(fanout, HEALTHY).dropped() + account(fanout, HEALTHY).rejected() > 0
            || System.nanoTime() > deadline) {
          check(
              false, "after " + record + " records of " + records + " " + fanout.ledgerSnapshots());
          return;
        }
        never.await(1, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void checkLedger(LedgerSnapshot account, Set<Long> taken) {
    check(account.addsUp() && account.buffered() == 0, "open " + account);
    check(account.received() == ended.size(), "received " + account);
    check(account.delivered() <= taken.size(), taken.size() + " were taken of " + account);
    check(ended.containsAll(taken), "a span that never ended at " + account.vendor());
  }

  private void check(boolean isRight, String what) {
    if (!isRight) {
      failures.add(what + " in " + this);
    }
  }

  private static LedgerSnapshot account(Fanout fanout, String vendor) {
    for (LedgerSnapshot account : fanout.ledgerSnapshots()) {
      if (account.vendor().equals(vendor)) {
        return account;
      }
    }
    throw new IllegalStateException("no vendor " + vendor);
  }

  private static FanoutSettings settings(String yaml) {
    LoadResult loaded =
        ConfigLoader.of(ConfigSource.ofText(yaml), Transports.CHECK).load();
    if (loaded instanceof LoadResult.Usable usable) {
      return usable.configuration().fanout();
    }
    throw new IllegalStateException(loaded + " of " + yaml);
  }

  @Override
  public String toString() {
    return "buffer.memory %d, %d records of %d spans of %d bytes, %d ahead, sick %s"
        .formatted(memory, records, spansOfARecord, bytesOfASpan, recordsAhead, sick);
  }

  /** A vendor with one trouble or several, in turns of random length. */
  private static final class Sick implements TroubledVendor.Script {

    final int limit;
    private final Random own;
    private final int timeoutMillis;
    private final boolean isCompressed;
    private final boolean saysItsLimit;
    private final int window;
    private final List<Decision> moods = new ArrayList<>();
    private Decision mood;

    Sick(long seed, long memory) {
      own = new Random(seed);
      limit = (int) (2_000 * Math.pow(memory / 4_000.0, own.nextDouble()));
      timeoutMillis = 50 + own.nextInt(500);
      isCompressed = own.nextInt(3) > 0;
      saysItsLimit = own.nextBoolean();
      window = 1 + own.nextInt(4);
      int count = 1 + own.nextInt(3);
      for (int i = 0; i < count; i++) {
        Conduct conduct = own.nextInt(4) == 0
            ? Conduct.STATUS
            : List.of(Conduct.values()).get(own.nextInt(Conduct.values().length));
        moods.add(new Decision(
            conduct,
            conduct == Conduct.TAKE_LATE
                ? own.nextInt(2 * timeoutMillis)
                : STATUSES[own.nextInt(STATUSES.length)]));
      }
      mood = moods.get(0);
    }

    @Override
    public synchronized Decision decide(int number, int bytes) {
      if (own.nextInt(8) == 0) {
        mood = moods.get(own.nextInt(moods.size()));
      }
      boolean isTooLarge =
          bytes > limit && (mood.conduct() == Conduct.TAKE || mood.conduct() == Conduct.STATUS);
      return isTooLarge ? new Decision(Conduct.STATUS, 413) : mood;
    }

    String yaml(int number, String endpoint) {
      return ("sick%d: {type: otlp, endpoint: '%s', timeout: %dms, window: %d, compression: %s,"
              + " retry: {first_delay: 5ms, max_delay: 50ms, slow_delay: 50ms},"
              + " breaker: {open_for: 30ms}%s}")
          .formatted(
              number,
              endpoint,
              timeoutMillis,
              window,
              isCompressed ? "gzip" : "none",
              saysItsLimit ? ", limits: {message: " + limit + "}" : "");
    }

    @Override
    public String toString() {
      return "%s limit %d%s timeout %d window %d%s"
          .formatted(
              moods,
              limit,
              saysItsLimit ? " said" : "",
              timeoutMillis,
              window,
              isCompressed ? " gzip" : "");
    }
  }

  /** A log of which the largest size is remembered. */
  private static final class Watched extends ForwardingLog {

    volatile long largest;

    Watched(BatchLog log) {
      super(log);
    }

    @Override
    public void append(BatchRecord record) {
      super.append(record);
      look();
    }

    synchronized void look() {
      largest = Math.max(largest, sizeInBytes());
    }
  }

  private record Ending(Fanout fanout) implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      fanout.onEnd(span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
