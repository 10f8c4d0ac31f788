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

  private StatusExample() {}

  static StatusSnapshot snapshot() {
    return new StatusSnapshot(
        NOW,
        State.RUNNING,
        new Pipeline(
            new QueueSnapshot(ENDED, Map.of(), 214, 8_192, ENDED - 214),
            418,
            418,
            "/var/lib/fanlight",
            61_400_000,
            256L << 20,
            Duration.ofMinutes(154)),
        new FileVersion(
            "/etc/fanlight.yaml",
            3,
            NOW - Duration.ofMinutes(41).toMillis(),
            "added splunk; changed datadog",
            false,
            List.of()),
        vendors());
  }

  private static List<Vendor> vendors() {
    long received = ENDED - 214;
    return List.of(
        new Vendor(
            account("zipkin", LedgerSnapshot.State.UP, received, 380, 0, Map.of()),
            Flow.DELIVERING,
            "delivering",
            false,
            "http://zipkin.obs.svc:9411",
            List.of(),
            418,
            418,
            history(0, false),
            61_000,
            Duration.ofMillis(900),
            Duration.ofMillis(18),
            Duration.ofMillis(64),
            null),
        new Vendor(
            account("honeycomb", LedgerSnapshot.State.OPEN, received, 80_256, 0, Map.of()),
            Flow.BEHIND,
            "behind by 3 min 12 s",
            false,
            "https://api.honeycomb.io",
            List.of("datadog", "splunk"),
            418,
            0,
            history(96, false),
            12_400_000,
            Duration.ofSeconds(192),
            Duration.ofMillis(140),
            Duration.ofMillis(2_300),
            failure(
                "status 503 from api.honeycomb.io:443, asks to wait for 30 s",
                "Its spans wait in the buffer and are sent when it answers again; other vendors are not affected.")),
        new Vendor(
            account("datadog", LedgerSnapshot.State.UNAUTHORISED, received, 161_070, 0, Map.of()),
            Flow.KEY_REFUSED,
            "key refused",
            false,
            "https://otlp.datadoghq.eu",
            List.of("honeycomb", "splunk"),
            418,
            0,
            history(192, false),
            24_800_000,
            Duration.ofMinutes(6),
            Duration.ofMillis(75),
            Duration.ofMillis(210),
            failure(
                "status 401 from otlp.datadoghq.eu:443",
                "Its spans wait in the buffer. Check the vendor's key in the file; a corrected key is used at once.")),
        new Vendor(
            account(
                "splunk",
                LedgerSnapshot.State.UP,
                received,
                420,
                3_512,
                Map.of("http_400", 3_512L)),
            Flow.LOSING,
            "losing spans",
            true,
            "https://ingest.eu0.signalfx.com",
            List.of("datadog", "honeycomb"),
            418,
            401,
            history(0, true),
            64_000,
            Duration.ofMillis(800),
            Duration.ofMillis(92),
            Duration.ofMillis(480),
            failure(
                "status 400 from ingest.eu0.signalfx.com:443: attribute value too long",
                "The vendor rejects these spans for good. Set limits.attribute_length for it to its documented limit.")),
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

  private static Failure failure(String message, String cure) {
    return new Failure(message, cure, NOW - 4_000, false);
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
        name, state, received, delivered, 0, buffered, rejectedByReason, Map.of(), received / 400);
  }

  /** A day's traffic in ten minutes, with a flat end while the vendor takes nothing. */
  private static List<Integer> history(int ticksWithout, boolean isRagged) {
    List<Integer> rates = new ArrayList<>();
    for (int i = 0; i < StatusSnapshot.HISTORY_LENGTH; i++) {
      double wave = 380 + 60 * Math.sin(i / 31.0) + 25 * Math.sin(i / 5.0);
      double dip = isRagged && i > 210 && i % 40 < 8 ? 0.45 : 1;
      boolean isFlat = i >= StatusSnapshot.HISTORY_LENGTH - ticksWithout;
      rates.add(isFlat ? 0 : (int) (wave * dip));
    }
    return rates;
  }
}
