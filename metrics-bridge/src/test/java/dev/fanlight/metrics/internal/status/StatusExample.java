/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Pipeline;
import dev.fanlight.exporters.spi.StatusSnapshot.State;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The status that the pictures of the documentation show: one vendor of each kind. */
final class StatusExample {

  private static final long NOW = 1_796_115_600_000L;
  private static final long ENDED = 1_284_310;
  private static final long QUEUED = 214;
  private static final int PER_SECOND = 418;
  private static final long BYTES_PER_SPAN = 154;
  private static final long LOG_LIMIT = 1L << 30;

  /** The last edit, which added splunk. */
  private static final Duration SINCE_EDIT = Duration.ofMinutes(41);

  private static final long HONEYCOMB_WAITING = 80_256;
  private static final long DATADOG_WAITING = 161_070;
  private static final long ZIPKIN_BYTES = 61_000;

  /** Ticks in which splunk rejects spans: two dips of eight. */
  private static final int DIPS = 16;

  private static final int REJECTED_PER_TICK = 220;

  private StatusExample() {}

  static StatusSnapshot snapshot() {
    long logBytes = DATADOG_WAITING * BYTES_PER_SPAN + ZIPKIN_BYTES;
    return new StatusSnapshot(
        NOW,
        State.RUNNING,
        new Pipeline(
            new QueueSnapshot(ENDED, Map.of(), QUEUED, 8_192, ENDED - QUEUED),
            PER_SECOND,
            PER_SECOND,
            "/var/lib/fanlight",
            logBytes,
            LOG_LIMIT,
            Duration.ofSeconds((LOG_LIMIT - logBytes) / (PER_SECOND * BYTES_PER_SPAN))),
        new FileVersion(
            "/etc/fanlight.yaml",
            3,
            NOW - SINCE_EDIT.toMillis(),
            "added splunk; changed datadog",
            false,
            List.of()),
        vendors());
  }

  private static List<Vendor> vendors() {
    long received = ENDED - QUEUED;
    return List.of(
        new Vendor(
            account("zipkin", LedgerSnapshot.State.UP, received, 380, 0, Map.of()),
            Flow.DELIVERING,
            "delivering",
            false,
            "http://zipkin.obs.svc:9411",
            List.of(),
            PER_SECOND,
            PER_SECOND,
            history(0, false),
            ZIPKIN_BYTES,
            Duration.ofMillis(900),
            Duration.ofMillis(18),
            Duration.ofMillis(64),
            null),
        new Vendor(
            account(
                "honeycomb", LedgerSnapshot.State.OPEN, received, HONEYCOMB_WAITING, 0, Map.of()),
            Flow.BEHIND,
            "behind by 3 min 12 s",
            false,
            "https://api.honeycomb.io",
            List.of("datadog", "splunk"),
            PER_SECOND,
            0,
            history(96, false),
            HONEYCOMB_WAITING * BYTES_PER_SPAN,
            Duration.ofSeconds(HONEYCOMB_WAITING / PER_SECOND),
            Duration.ofMillis(140),
            Duration.ofMillis(2_300),
            failure(
                12,
                "status 503 from api.honeycomb.io:443, asks to wait for 30 s",
                "Its spans wait in the buffer and are sent when it answers again; other vendors are not affected.")),
        new Vendor(
            account(
                "datadog",
                LedgerSnapshot.State.UNAUTHORISED,
                received,
                DATADOG_WAITING,
                0,
                Map.of()),
            Flow.KEY_REFUSED,
            "key refused",
            false,
            "https://otlp.datadoghq.eu",
            List.of("honeycomb", "splunk"),
            PER_SECOND,
            0,
            history(193, false),
            DATADOG_WAITING * BYTES_PER_SPAN,
            Duration.ofSeconds(DATADOG_WAITING / PER_SECOND),
            Duration.ofMillis(75),
            Duration.ofMillis(210),
            failure(
                4,
                "status 401 from otlp.datadoghq.eu:443",
                "Its spans wait in the buffer. Check the vendor's key in the file; a corrected key is used at once.")),
        new Vendor(
            account(
                "splunk",
                LedgerSnapshot.State.UP,
                SINCE_EDIT.toSeconds() * PER_SECOND,
                420,
                DIPS * REJECTED_PER_TICK,
                Map.of("http_400", (long) DIPS * REJECTED_PER_TICK)),
            Flow.LOSING,
            "losing spans",
            true,
            "https://ingest.eu0.signalfx.com",
            List.of("datadog", "honeycomb"),
            PER_SECOND,
            PER_SECOND - DIPS / 2 * REJECTED_PER_TICK / 60.0,
            history(0, true),
            420 * BYTES_PER_SPAN,
            Duration.ofMillis(1_000),
            Duration.ofMillis(92),
            Duration.ofMillis(480),
            failure(
                0,
                "status 400 from ingest.eu0.signalfx.com:443: attribute value too long",
                "The counts by reason are in the vendor's losses; the documentation explains each reason.")),
        new Vendor(
            account("langfuse", LedgerSnapshot.State.UP, 0, 0, 0, Map.of()),
            Flow.IDLE,
            "idle",
            false,
            "https://cloud.langfuse.com",
            List.of(),
            0,
            0,
            history(300, false),
            0,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            null));
  }

  private static Failure failure(int secondsAgo, String message, String cure) {
    return new Failure(message, cure, NOW - secondsAgo * 1_000L, false);
  }

  private static LedgerSnapshot account(
      String name,
      LedgerSnapshot.State state,
      long received,
      long buffered,
      long rejected,
      Map<String, Long> rejectedByReason) {
    long delivered = received - buffered - rejected;
    return new LedgerSnapshot(
        name,
        state,
        received,
        delivered,
        buffered,
        Map.of(),
        rejectedByReason,
        Map.of(),
        received / 400);
  }

  /** A rate whose mean over the last minute is {@link #PER_SECOND}, with a flat end while the vendor takes nothing. */
  private static List<Integer> history(int ticksWithout, boolean isRagged) {
    List<Integer> rates = new ArrayList<>();
    for (int i = 0; i < StatusSnapshot.HISTORY_LENGTH; i++) {
      double wave = PER_SECOND + 40 * Math.sin((i - 285) / 31.0) + 25 * Math.sin((i - 285) / 5.0);
      double dip = isRagged && i > 210 && i % 40 < 8 ? REJECTED_PER_TICK / 2.0 : 0;
      boolean isFlat = i >= StatusSnapshot.HISTORY_LENGTH - ticksWithout;
      rates.add(isFlat ? 0 : (int) (wave - dip));
    }
    return rates;
  }
}
