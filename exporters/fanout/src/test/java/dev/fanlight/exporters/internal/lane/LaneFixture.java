/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.send.EncodedRequest;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.Sender;
import dev.fanlight.exporters.internal.settings.BreakerSettings;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Renewal;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.sdk.common.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A lane over a memory log and a scripted wire, in which a span is one byte. */
final class LaneFixture {

  private static final String VIEW = "view";
  private static final int LOG_BYTES = 1 << 20;
  private static final Format FORMAT = new Format("bytes", "identity");

  private final Clock clock = Clock.getDefault();
  private BatchLog log = new MemoryLog(LOG_BYTES);
  private final Ledger ledger = new Ledger("scripted");
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger refreshes = new AtomicInteger();
  private Duration maxAge = Duration.ofHours(1);
  private Duration slowDelay = Duration.ofMillis(20);
  private Limits limits = Limits.NONE;
  private int window = 2;
  private JoinSettings joins = JoinSettings.DEFAULT;
  private Threads threads = Threads.OURS;
  private @Nullable Renewal renewal;
  private RenewalPolicy renewalPolicy = RenewalPolicy.DEFAULT;
  private UnaryOperator<List<EncodedBatch>> slicing = UnaryOperator.identity();
  private @Nullable Lane lane;

  void maxAge(Duration newMaxAge) {
    maxAge = newMaxAge;
  }

  /** Another log over the same records. */
  void over(UnaryOperator<BatchLog> wrapping) {
    log = wrapping.apply(log);
  }

  /** Cuts messages in another way. */
  void slicing(UnaryOperator<List<EncodedBatch>> newSlicing) {
    slicing = newSlicing;
  }

  void threads(Threads newThreads) {
    threads = newThreads;
  }

  void slowDelay(Duration newSlowDelay) {
    slowDelay = newSlowDelay;
  }

  void joins(JoinSettings newJoins) {
    joins = newJoins;
  }

  void limits(Limits newLimits) {
    limits = newLimits;
  }

  void window(int newWindow) {
    window = newWindow;
  }

  /** The vendor has credentials that expire. */
  void renewal(Renewal newRenewal, RenewalPolicy newPolicy) {
    renewal = newRenewal;
    renewalPolicy = newPolicy;
  }

  void start(Script script) {
    Sender sender = new Sender() {
      @Override
      public Outcome send(EncodedRequest request) throws InterruptedException {
        sent.add(IntStream.range(0, request.body().length)
            .mapToObj(i -> String.valueOf(request.body()[i]))
            .collect(Collectors.joining(" ")));
        return script.answer(request);
      }

      @Override
      public @Nullable Renewal renewal() {
        return renewal;
      }

      @Override
      public void close() {}
    };
    lane = new Lane(
        settings(), ledger, log, anySettings -> sender, joins, renewalPolicy, threads, clock);
    lane().follow(VIEW);
    lane().start();
  }

  private LaneSettings settings() {
    Headers headers = new Headers() {
      @Override
      public Map<String, String> current() {
        return Map.of();
      }

      @Override
      public void refresh() {
        refreshes.incrementAndGet();
      }
    };
    Vendor vendor = new Vendor(
        new ByteWire(),
        Vendor.Protocol.HTTP,
        URI.create("http://scripted.example/"),
        headers,
        null,
        limits,
        Set.of(),
        null);
    return new LaneSettings(
        "scripted",
        vendor,
        RuleSettings.DEFAULT,
        Compression.NONE,
        TransportSettings.DEFAULT,
        null,
        Duration.ofSeconds(1),
        window,
        new RetrySettings(
            Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(5), slowDelay),
        new BreakerSettings(5, Duration.ofMillis(5)),
        maxAge,
        Duration.ZERO,
        ReferenceNames.NONE,
        Fingerprint.of(List.of()));
  }

  LaneReading reading() {
    return lane().reading();
  }

  private Lane lane() {
    if (lane == null) {
      throw new IllegalStateException("start the lane first");
    }
    return lane;
  }

  /** One record. */
  void append(int... spans) {
    byte[] body = new byte[spans.length];
    for (int i = 0; i < spans.length; i++) {
      body[i] = (byte) spans[i];
    }
    if (!lane().isLeaving()) {
      ledger.received(spans.length, FilterCounts.NONE);
    }
    log.append(new BatchRecord(
        VIEW,
        FORMAT,
        clock.now(),
        spans.length,
        List.of(new Body(body, body.length, Integer.MAX_VALUE))));
  }

  List<String> sent() {
    return List.copyOf(sent);
  }

  int refreshes() {
    return refreshes.get();
  }

  LedgerSnapshot account() {
    return lane().account();
  }

  void update() {
    lane().prepare(settings()).run();
  }

  void awaitSettled() {
    await().atMost(Duration.ofSeconds(20)).until(() -> account().buffered() == 0);
  }

  boolean awaitSettledWithin(Duration timeout) throws InterruptedException {
    return lane().awaitSettled(lane().end(), clock.nanoTime() + timeout.toNanos());
  }

  boolean leaveAndAwaitEnd() throws InterruptedException {
    leave();
    return awaitEnd();
  }

  void leave() {
    lane().leave();
  }

  /** Another reader of the same batches takes none. */
  void anotherVendorIsDown() {
    log.newReader(
            new BatchLog.ReaderSettings("down", "elsewhere", Duration.ZERO),
            new Ledger("down"),
            (spans, reason) -> {},
            () -> {})
        .follow(VIEW);
  }

  /** A batch of another view that is as large as the log: all that is older and not in flight goes. */
  void othersFillTheLog() {
    log.newReader(
            new BatchLog.ReaderSettings("other", "elsewhere", Duration.ZERO),
            new Ledger("other"),
            (spans, reason) -> {},
            () -> {})
        .follow("other view");
    byte[] large = new byte[LOG_BYTES];
    log.append(new BatchRecord(
        "other view", FORMAT, clock.now(), 1, List.of(new Body(large, 1, Integer.MAX_VALUE))));
  }

  boolean awaitEnd() throws InterruptedException {
    return lane().awaitEnd(clock.nanoTime() + Duration.ofSeconds(10).toNanos());
  }

  long stop() throws InterruptedException {
    if (lane == null) {
      return 0;
    }
    lane.abort();
    return lane.bookTheRest(
        DropReason.VENDOR_REMOVED, clock.nanoTime() + Duration.ofSeconds(5).toNanos());
  }

  interface Script {
    Outcome answer(EncodedRequest request) throws InterruptedException;
  }

  /** One span, one byte. */
  private final class ByteWire implements WireFormat {

    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public String contentType() {
      return "application/octet-stream";
    }

    @Override
    public Encoder newEncoder() {
      throw new IllegalStateException("these tests append what is encoded");
    }

    @Override
    public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
      List<EncodedBatch> parts = new ArrayList<>();
      int step = Math.min(maxSpans, maxBytes);
      for (int from = 0; from < batch.bytes().length; from += step) {
        byte[] part =
            Arrays.copyOfRange(batch.bytes(), from, Math.min(batch.bytes().length, from + step));
        parts.add(new EncodedBatch(part, part.length));
      }
      return slicing.apply(parts);
    }

    @Override
    public EncodedBatch join(List<EncodedBatch> batches) {
      byte[] all = new byte[batches.stream().mapToInt(EncodedBatch::spans).sum()];
      int position = 0;
      for (EncodedBatch batch : batches) {
        System.arraycopy(batch.bytes(), 0, all, position, batch.spans());
        position += batch.spans();
      }
      return new EncodedBatch(all, all.length);
    }
  }
}
