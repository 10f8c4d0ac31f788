/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.Loaded;
import dev.fanlight.exporters.internal.lane.FanoutSettings;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ForwardingLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.sdk.common.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FanoutCloseTest {

  @TempDir
  Path folder;

  @Test
  void a_log_that_is_slow_to_close_has_its_share_of_the_time_out_and_no_more() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    SlowToClose log = new SlowToClose();
    try (ScriptedVendor hanging = ScriptedVendor.start(request -> {
      end.await();
      return Reply.OK;
    })) {
      Fanout fanout = new Fanout(
          settings(hanging),
          Map.of(),
          (vendor, endpoint, exchange, nanos) -> {},
          steady -> log,
          Clock.getDefault());
      fanout.start();
      fanout.onEnd(new EndedSpan(FakeSpan.named("span")));
      await().until(() -> !hanging.received().isEmpty());

      fanout.close();

      assertThat(log.given)
          .as("the vendor's share is over by then: three fifths of 2 s")
          .isPositive()
          .isLessThanOrEqualTo(Duration.ofMillis(800));
    } finally {
      end.countDown();
    }
  }

  private FanoutSettings settings(ScriptedVendor vendor) throws Exception {
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"), """
        buffer: {disk: {path: %s}}
        batch: {delay: 10ms}
        shutdown_timeout: 2s
        vendors: {hanging: {type: otlp, endpoint: %s}}
        """.formatted(folder.resolve("log"), vendor.endpoint()));
    return ((Loaded.Usable) ConfigLoader.of(ConfigSource.of(file)).load())
        .configuration()
        .fanout();
  }

  /** Remembers how much time it was given. */
  private static final class SlowToClose extends ForwardingLog {

    volatile Duration given = Duration.ZERO;

    SlowToClose() {
      super(new MemoryLog(1 << 20));
    }

    @Override
    public void close(Duration longest) {
      given = longest;
      super.close(longest);
    }
  }
}
