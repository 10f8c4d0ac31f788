/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.MemoryLog;
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
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.WireFormat;
import dev.fanlight.exporters.testing.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** One vendor's lane for a while of manual time, with a span of one byte in a log in memory. */
final class VendorHour {

  private static final String VIEW = "view";
  private static final Format FORMAT = new Format("bytes", "identity");
  private static final int LOG_BYTES = 1 << 16;

  private final String vendor;
  private final int spansPerSecond;
  private final Script script;
  private final ManualClock clock = new ManualClock();
  private final long start = clock.nanoTime();
  private final Ledger ledger;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Double> firstLosses = new LinkedHashMap<>();
  private double firstSlow = -1;
  private final Duration end;
  private @Nullable MemoryLog log;
  private @Nullable Lane lane;
  private double written;
  private boolean isPassing;

  VendorHour(String vendor, int spansPerSecond, Duration end, Script script) {
    this.vendor = vendor;
    this.spansPerSecond = spansPerSecond;
    this.end = end;
    this.script = script;
    this.ledger = new Ledger(vendor);
  }

  /** What a vendor answers; the time that the answer takes passes in between. */
  interface Script {
    Outcome answer(EncodedRequest request, VendorHour hour);
  }

  /** A line of the log, and when it was written. */
  record Line(double second, String text) {}

  VendorHour run() throws InterruptedException {
    Logger logger = Logger.getLogger("dev.fanlight.exporters");
    Handler handler = new Captured();
    boolean before = logger.getUseParentHandlers();
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    OneSender sender = new OneSender(this::pass);
    try {
      sender.run(() -> {
        log = new MemoryLog(LOG_BYTES);
        Lane made = new Lane(
            settings(), ledger, log, settings -> wire(), JoinSettings.DEFAULT, sender, clock);
        made.follow(VIEW);
        lane = made;
        return made;
      });
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(before);
    }
    return this;
  }

  double second() {
    return (clock.nanoTime() - start) / 1e9;
  }

  List<Line> lines() {
    return lines;
  }

  LedgerSnapshot account() {
    return Objects.requireNonNull(lane).account();
  }

  /** When the first span was lost, by reason. */
  Map<String, Double> firstLosses() {
    return firstLosses;
  }

  /** When the state was slow first; negative if it never was. */
  double firstSlow() {
    return firstSlow;
  }

  /** Has time pass, in which the application ends spans. */
  void pass(Duration time) {
    if (isPassing) {
      clock.advance(time); // a record waits for room
      return;
    }
    isPassing = true;
    long left = time.toNanos();
    while (left > 0) {
      long step = Math.min(left, 1_000_000_000L - (clock.nanoTime() - start) % 1_000_000_000L);
      clock.advance(Duration.ofNanos(step));
      left -= step;
      if ((clock.nanoTime() - start) % 1_000_000_000L == 0) {
        second(Objects.requireNonNull(lane));
      }
    }
    isPassing = false;
  }

  private void second(Lane running) {
    if (second() >= end.toSeconds()) {
      running.abort();
      return;
    }
    byte[] body = new byte[spansPerSecond];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (written++ % 6_000 == 0 ? 1 : 0); // one bad span of six thousand
    }
    ledger.received(spansPerSecond, FilterCounts.NONE);
    Objects.requireNonNull(log)
        .append(new BatchRecord(
            VIEW,
            FORMAT,
            clock.now(),
            spansPerSecond,
            List.of(new Body(body, body.length, Integer.MAX_VALUE))));
    LedgerSnapshot account = running.account();
    account.droppedByReason().keySet().forEach(reason -> firstLosses.putIfAbsent(reason, second()));
    account
        .rejectedByReason()
        .keySet()
        .forEach(reason -> firstLosses.putIfAbsent(reason, second()));
    if (account.state() == LedgerSnapshot.State.SLOW && firstSlow < 0) {
      firstSlow = second();
    }
  }

  private Sender wire() {
    return new Sender() {
      @Override
      public Outcome send(EncodedRequest request) {
        return script.answer(request, VendorHour.this);
      }

      @Override
      public void close() {}
    };
  }

  private LaneSettings settings() {
    Vendor settings = new Vendor(
        new SpanPerByte(),
        Vendor.Protocol.HTTP,
        URI.create("http://" + vendor + ".example:4318/"),
        Secret.headers(Map.of()),
        null,
        Limits.NONE,
        Set.of(),
        null);
    return new LaneSettings(
        vendor,
        settings,
        RuleSettings.DEFAULT,
        Compression.NONE,
        TransportSettings.DEFAULT,
        null,
        Duration.ofSeconds(10),
        1,
        RetrySettings.DEFAULT,
        BreakerSettings.DEFAULT,
        Duration.ofHours(1),
        Duration.ZERO,
        ReferenceNames.NONE,
        Fingerprint.of(List.of()));
  }

  private final class Captured extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      String text = record.getLevel() + " " + formatter.formatMessage(record);
      if (text.contains("\"" + vendor + "\"")) {
        lines.add(new Line(second(), text));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class SpanPerByte implements WireFormat {

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
      throw new IllegalStateException("the spans are encoded already");
    }

    @Override
    public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
      List<EncodedBatch> parts = new ArrayList<>();
      int step = Math.min(maxSpans, maxBytes);
      for (int from = 0; from < batch.bytes().length; from += step) {
        int to = Math.min(batch.bytes().length, from + step);
        parts.add(new EncodedBatch(Arrays.copyOfRange(batch.bytes(), from, to), to - from));
      }
      return parts;
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
