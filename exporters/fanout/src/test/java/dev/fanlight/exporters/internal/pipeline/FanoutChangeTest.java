/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ForwardingLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.sdk.common.Clock;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FanoutChangeTest {

  @Test
  void a_change_that_has_begun_is_made_whole_though_its_caller_is_interrupted() throws Exception {
    SlowToFollow log = new SlowToFollow();
    try (ScriptedVendor added = ScriptedVendor.start(request -> Reply.OK)) {
      Fanout fanout = new Fanout(
          settings("{}"),
          Map.of(),
          (vendor, endpoint, exchange, nanos) -> {},
          steady -> log,
          Clock.getDefault());
      fanout.start();
      FutureTask<Void> change = new FutureTask<>(() -> {
        fanout.apply(settings("{added: {type: otlp, endpoint: " + added.endpoint() + "}}"));
        return null;
      });
      Thread caller = new Thread(change);
      caller.start();
      log.isAsked.await();
      await().until(() -> caller.getState() == Thread.State.WAITING); // for what it may not leave

      caller.interrupt();
      await().until(() -> !caller.isInterrupted() && caller.getState() == Thread.State.WAITING);
      log.mayFollow.countDown();

      assertThatThrownBy(change::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      fanout.onEnd(new EndedSpan(FakeSpan.named("span")));
      await().until(() -> !added.received().isEmpty());
      fanout.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retry: {first_delay: 10ms, max_delay: 10ms}",
        "breaker: {failures: 3, open_for: 10ms}",
        "connect_timeout: 1s"
      })
  void what_waits_for_a_vendor_that_is_reached_in_another_way_now_goes_that_way(String edit)
      throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    try (ScriptedVendor vendor =
        ScriptedVendor.start(request -> down.get() ? Reply.status(503) : Reply.OK)) {
      String before = "{a: {type: otlp, endpoint: " + vendor.endpoint() + ", %s}}";
      Fanout fanout = new Fanout(
          settings(before.formatted("retry: {first_delay: 10m, max_delay: 10m}")),
          Map.of(),
          (name, endpoint, exchange, nanos) -> {},
          Clock.getDefault(),
          null);
      fanout.start();
      fanout.onEnd(new EndedSpan(FakeSpan.named("span")));
      await().until(() -> fanout.ledgerSnapshots().get(0).attempts() == 1);

      down.set(false);
      fanout.apply(settings(before.formatted(edit)));

      await().until(() -> fanout.ledgerSnapshots().get(0).delivered() == 1);
      fanout.close();
      assertThat(fanout.ledgerSnapshots().get(0).received()).isEqualTo(1);
    }
  }

  private static FanoutSettings settings(String vendors) {
    ConfigSource file = ConfigSource.ofText("{batch: {delay: 10ms}, vendors: " + vendors + "}");
    return ((LoadResult.Usable) ConfigLoader.of(file, Transports.CHECK).load())
        .configuration()
        .fanout();
  }

  /** Holds the change up at the moment in which its reader gets its view. */
  private static final class SlowToFollow extends ForwardingLog {

    final CountDownLatch isAsked = new CountDownLatch(1);
    final CountDownLatch mayFollow = new CountDownLatch(1);

    SlowToFollow() {
      super(new MemoryLog(1 << 20));
    }

    @Override
    public LogReader newReader(
        ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
      LogReader reader = super.newReader(settings, books, losses, wakeUp);
      return (LogReader) Proxy.newProxyInstance(
          LogReader.class.getClassLoader(),
          new Class<?>[] {LogReader.class},
          (proxy, method, arguments) -> {
            if (method.getName().equals("follow")) {
              isAsked.countDown();
              mayFollow.await();
            }
            return method.invoke(reader, arguments);
          });
    }
  }
}
