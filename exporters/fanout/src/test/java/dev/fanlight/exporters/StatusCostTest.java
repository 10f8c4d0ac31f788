/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.status.StatusSampler;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.testing.ManualClock;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import dev.fanlight.exporters.testing.Spans;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.Clock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cost of the status while nobody looks, with 16 vendors; the figures are in docs/status.md. */
@Timeout(60)
class StatusCostTest {

  private static final int VENDORS = 16;
  private static final int SAMPLES = 300;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK);
  private final FanlightSpanProcessor switchboard =
      new FanlightSpanProcessor(Clock.getDefault(), MeterProvider.noop());
  private final ManualClock clock = new ManualClock();
  private final StatusSampler sampler = new StatusSampler(switchboard::sample, clock);

  @BeforeEach
  void start() throws InterruptedException {
    String vendors = IntStream.range(0, VENDORS)
        .mapToObj(i -> "  v%d: {type: otlp, endpoint: %s}%n".formatted(i, vendor.endpoint()))
        .collect(Collectors.joining());
    LoadResult loaded = ConfigLoader.of(
            ConfigSource.ofText("vendors:\n" + vendors), Transports.CHECK)
        .load();
    switchboard.apply(((LoadResult.Usable) loaded).configuration());
    Spans.at(switchboard).end(1_000);
    switchboard.flush(Duration.ofSeconds(20));
  }

  @AfterEach
  void close() {
    sampler.close();
    switchboard.close();
    vendor.close();
  }

  /** The arrays have their full size from the first sample on. */
  @Test
  void the_history_takes_less_than_a_megabyte_and_a_half() {
    sampler.start();
    sampler.close(); // classes are loaded
    long before = threads.getCurrentThreadAllocatedBytes();

    sampler.start();

    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.println("history of 16 vendors: " + bytes / 1_000 + " kB");
    assertThat(bytes).isLessThan(1_500_000);
  }

  @Test
  void the_sampling_takes_less_than_a_half_of_a_thousandth_of_a_core() {
    sampler.start();
    long before = threads.getCurrentThreadCpuTime();

    for (int i = 0; i < SAMPLES; i++) {
      clock.advance(StatusSnapshot.HISTORY_INTERVAL);
      sampler.sample();
    }

    double share = (threads.getCurrentThreadCpuTime() - before)
        / (double) (SAMPLES * StatusSnapshot.HISTORY_INTERVAL.toNanos());
    System.out.printf("sampling of 16 vendors: %.5f %% of a core%n", 100 * share);
    assertThat(share).isLessThan(0.0005);
  }
}
