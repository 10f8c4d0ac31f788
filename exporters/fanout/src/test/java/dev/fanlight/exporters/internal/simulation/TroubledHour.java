/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.pipeline.Fanout;
import dev.fanlight.exporters.internal.pipeline.SimulatedFanout;
import dev.fanlight.exporters.internal.send.SenderFactory;
import dev.fanlight.exporters.internal.settings.BreakerSettings;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.simulation.Event.Traffic;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorStatus;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An hour of one application on simulated time: eight vendors, each in a trouble of its own, and a healthy one. Used once. */
public final class TroubledHour {

  /** Length in seconds. */
  public static final int SECONDS = 3_600;

  /** Seconds after which the trouble begins. */
  public static final int WELL_SECONDS = 600;

  /** Seconds between two samples, as between two scrapes. */
  public static final int STEP_SECONDS = 15;

  private static final int SPANS_PER_SECOND = 20;
  private static final int SPAN_BYTES = 100;
  private static final int BATCH_SPANS = 100;
  private static final long MEMORY_BYTES = 1 << 20;
  private static final long LATENCY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Takes 100 spans in that time, in which 400 end. */
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** One span of so many is larger than the vendor takes. */
  private static final int LARGE = 97;

  private final SimulatedThreads threads = new SimulatedThreads(~17, 0);
  private final SimulatedClock clock = new SimulatedClock(threads, 17);
  private final Application application = new Application(threads, 18);
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, Map<String, Double>> firstLosses = new LinkedHashMap<>();
  private List<LogLines.Line> lines = List.of();

  /** The trouble of one vendor, whose name is that of the constant in lower case. */
  public enum Trouble {
    HEALTHY,
    HANGING,
    UNAVAILABLE,
    REVOKED,
    LARGE_SPANS,
    BUSY,
    RESETTING,
    UNRESOLVED,
    SLOW;

    /** The vendor's name. */
    public String vendor() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String host() {
      return vendor().replace('_', '-') + ".example";
    }

    private static Trouble at(String host) {
      for (Trouble trouble : values()) {
        if (trouble.host().equals(host)) {
          return trouble;
        }
      }
      throw new IllegalArgumentException("no vendor is at " + host);
    }
  }

  /** What an instance shows at one scrape. */
  public record Sample(
      long second,
      List<LedgerSnapshot> ledgers,
      List<VendorStatus> statuses,
      QueueSnapshot queue) {}

  /** A line of the log, and the second in which it was written. */
  public record Line(double second, String text) {}

  /** Lets the hour pass. */
  public TroubledHour run() throws InterruptedException {
    try (LogLines all = LogLines.of(threads)) {
      String failure = threads.run(() -> {
        try {
          play();
        } catch (InterruptedException stop) {
          throw new IllegalStateException("the main thread was interrupted", stop);
        }
      });
      if (!failure.isEmpty()) {
        throw new IllegalStateException(failure);
      }
      lines = all.lines();
    }
    return this;
  }

  /** Every sample, the first one at second 0. */
  public List<Sample> samples() {
    return samples;
  }

  /** The lines about a vendor, the last one before the application ends. */
  public List<Line> linesAbout(Trouble trouble) {
    List<Line> about = new ArrayList<>();
    for (LogLines.Line line : lines) {
      double second = line.nanos() / 1e9;
      if (second <= SECONDS && line.text().contains("vendor \"" + trouble.vendor() + "\"")) {
        about.add(new Line(second, line.text()));
      }
    }
    return about;
  }

  /** For each reason, the second in which a span of the vendor was lost first. */
  public Map<String, Double> firstLosses(Trouble trouble) {
    return firstLosses.getOrDefault(trouble.vendor(), Map.of());
  }

  private void play() throws InterruptedException {
    SenderFactory senders = new SenderFactory(
        protocol -> transport -> new TroubledTransport(), (vendor, to, how, nanos) -> {}, clock);
    Fanout fanout = SimulatedFanout.open(
        settings(), Map.of(), steady -> new MemoryLog(MEMORY_BYTES), senders, 256L << 20, clock);
    fanout.start();
    Traffic traffic =
        new Traffic(0, TimeUnit.SECONDS.toMillis(SECONDS), SPANS_PER_SECOND, SPAN_BYTES);
    threads.make("traffic", () -> application.endSpans(fanout, traffic)).start();
    for (int second = 0; second <= SECONDS; second++) {
      pauseUntil(second);
      look(fanout, second);
    }
    application.stop();
    fanout.close();
  }

  private void pauseUntil(int second) {
    long until = TimeUnit.SECONDS.toNanos(second);
    while (threads.nanos() < until) {
      threads.sleep("hour", until - threads.nanos());
    }
  }

  private void look(Fanout fanout, int second) {
    List<LedgerSnapshot> ledgers = fanout.ledgerSnapshots();
    for (LedgerSnapshot ledger : ledgers) {
      Map<String, Double> losses =
          firstLosses.computeIfAbsent(ledger.vendor(), vendor -> new LinkedHashMap<>());
      ledger.droppedByReason().keySet().forEach(reason -> losses.putIfAbsent(reason, 1.0 * second));
      ledger
          .rejectedByReason()
          .keySet()
          .forEach(reason -> losses.putIfAbsent(reason, 1.0 * second));
    }
    if (second % STEP_SECONDS == 0) {
      samples.add(new Sample(second, ledgers, fanout.vendorStatuses(), fanout.queueSnapshot()));
    }
  }

  private static FanoutSettings settings() {
    List<LaneSettings> lanes = new ArrayList<>();
    for (Trouble trouble : Trouble.values()) {
      lanes.add(lane(trouble));
    }
    return new FanoutSettings(
        2_048,
        BATCH_SPANS,
        1 << 16,
        Duration.ofSeconds(5),
        MEMORY_BYTES,
        Optional.empty(),
        Duration.ofSeconds(5),
        lanes,
        Set.of());
  }

  private static LaneSettings lane(Trouble trouble) {
    Vendor vendor = new Vendor(
        new SimulatedWire(id -> false),
        Vendor.Protocol.HTTP,
        URI.create("http://" + trouble.host() + "/"),
        Secret.headers(Map.of()),
        null,
        Limits.NONE,
        Set.of(),
        null);
    return new LaneSettings(
        trouble.vendor(),
        vendor,
        RuleSettings.DEFAULT,
        Compression.NONE,
        TransportSettings.DEFAULT,
        null,
        Duration.ofSeconds(30),
        1,
        RetrySettings.DEFAULT,
        BreakerSettings.DEFAULT,
        Duration.ofHours(1),
        Duration.ZERO,
        ReferenceNames.NONE,
        Fingerprint.of(List.of(trouble)));
  }

  /** The network to one vendor. */
  private final class TroubledTransport implements Transport {

    private @Nullable SimulatedThread waiting;
    private boolean isClosed;

    @Override
    public Exchange exchange(Request request) throws InterruptedException {
      threads.giveWay();
      Trouble trouble = Trouble.at(request.uri().getHost());
      pause(LATENCY_NANOS);
      boolean isWell = threads.nanos() < TimeUnit.SECONDS.toNanos(WELL_SECONDS);
      return isWell ? status(200) : answer(trouble, request);
    }

    private Exchange answer(Trouble trouble, Request request) throws InterruptedException {
      switch (trouble) {
        case HANGING -> pause(request.timeout().toNanos());
        case SLOW -> pause(SLOW_NANOS);
        default -> {}
      }
      return switch (trouble) {
        case HEALTHY, SLOW -> status(200);
        case HANGING -> new Failure(Cause.TIMEOUT, true, "no answer in 30 s");
        case UNAVAILABLE -> status(503);
        case REVOKED -> status(401);
        case LARGE_SPANS -> status(hasLargeSpan(request) ? 413 : 200);
        case BUSY -> new Answer(429, Map.of("retry-after", "60"), new byte[0]);
        case RESETTING -> new Failure(Cause.IO, true, "the connection was reset");
        case UNRESOLVED ->
          new Failure(
              Cause.DNS, false, "the name does not resolve", "check the name and the DNS resolver");
      };
    }

    private static Answer status(int status) {
      return new Answer(status, Map.of(), new byte[0]);
    }

    private static boolean hasLargeSpan(Request request) {
      for (long id : SimulatedWire.ids(request.body())) {
        if (id % LARGE == 0) {
          return true;
        }
      }
      return false;
    }

    private void pause(long nanos) throws InterruptedException {
      long until = threads.nanos() + nanos;
      waiting = SimulatedThreads.current();
      while (threads.nanos() < until && !isClosed) {
        threads.sleep("answer", until - threads.nanos());
        if (SimulatedThreads.current().takeInterrupt()) {
          throw new InterruptedException();
        }
      }
      waiting = null;
    }

    @Override
    public boolean isClosed() {
      return isClosed;
    }

    @Override
    public void close() {
      isClosed = true;
      if (waiting != null) {
        threads.wake(waiting);
      }
    }
  }
}
