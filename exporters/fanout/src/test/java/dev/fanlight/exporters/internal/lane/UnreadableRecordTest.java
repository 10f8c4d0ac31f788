/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.UnreadableException;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.testing.ForwardingLog;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UnreadableRecordTest {

  private final LaneFixture lane = new LaneFixture();
  private final AtomicInteger refusals = new AtomicInteger(2);

  @AfterEach
  void stop() throws Exception {
    lane.stop();
  }

  @Test
  void what_the_disk_does_not_give_now_is_asked_for_again() {
    lane.over(log -> new ForwardingLog(log) {
      @Override
      public LogReader newReader(
          ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
        return proxy(LogReader.class, super.newReader(settings, books, losses, wakeUp));
      }
    });
    lane.start(request -> new Delivered(0, ""));

    lane.append(1, 2, 3);

    lane.awaitSettled();
    assertThat(lane.account().delivered()).isEqualTo(3);
    assertThat(lane.account().dropped()).isZero();
    assertThat(refusals.get()).isNegative();
  }

  /** The same, but for leases whose records are not to be had at first. */
  private <T> T proxy(Class<T> type, T real) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
          if (method.getName().equals("records") && refusals.getAndDecrement() > 0) {
            throw new UnreadableException("not now", new IOException("on purpose"));
          }
          try {
            return lease(method.invoke(real, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        }));
  }

  private @Nullable Object lease(@Nullable Object result) {
    return result instanceof Lease lease ? proxy(Lease.class, lease) : result;
  }
}
