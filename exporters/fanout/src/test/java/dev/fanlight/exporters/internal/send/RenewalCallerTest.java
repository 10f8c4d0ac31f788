/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.send.RenewalCaller.Result;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.Renewal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RenewalCallerTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void a_renewal_runs_on_a_thread_of_its_own() throws Exception {
    AtomicReference<String> thread = new AtomicReference<>();

    Result result = caller(
            () -> {
              thread.set(Thread.currentThread().getName());
              return Duration.ofHours(1);
            },
            LONG)
        .renew();

    assertThat(result).isEqualTo(new Result.Renewed(Duration.ofHours(1)));
    assertThat(thread).hasValue("fanlight-acme-renewal");
  }

  @Test
  void a_renewal_that_hangs_is_interrupted_at_its_deadline() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);

    Result result = caller(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException expected) {
                interrupted.countDown();
              }
              return Duration.ofHours(1);
            },
            SHORT)
        .renew();

    assertThat(result).isEqualTo(new Result.Failed("no answer within 0 s"));
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_renewal_that_ignores_its_interrupt_costs_one_thread() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    RenewalCaller caller = caller(
        () -> {
          calls.incrementAndGet();
          while (end.getCount() > 0) {
            try {
              end.await();
            } catch (InterruptedException ignored) {
              // as foreign code may do
            }
          }
          return Duration.ofHours(1);
        },
        SHORT);

    Result first = caller.renew();
    Result second = caller.renew();
    end.countDown();

    assertThat(first).isInstanceOf(Result.Failed.class);
    assertThat(second)
        .isEqualTo(new Result.Failed("the renewal before has not ended since its deadline"));
    assertThat(calls).hasValue(1);
  }

  @Test
  void an_exception_of_the_plugin_is_named_by_its_class_alone() throws Exception {
    assertThat(failureOf(() -> {
          throw new IllegalStateException("s3cret");
        }))
        .isEqualTo("the renewal failed with java.lang.IllegalStateException");
    assertThat(failureOf(() -> {
          throw new NoClassDefFoundError("s3cret");
        }))
        .isEqualTo("the renewal failed with java.lang.NoClassDefFoundError");
    assertThat(failureOf(() -> {
          throw new IOException("status 503\n: later");
        }))
        .isEqualTo("status 503 : later");
  }

  @Test
  void credentials_without_a_life_are_a_failure() throws Exception {
    assertThat(failureOf(() -> Duration.ZERO)).isEqualTo("the credentials have expired already");
    assertThat(failureOf(() -> Duration.ofSeconds(-1)))
        .isEqualTo("the credentials have expired already");
  }

  private static String failureOf(Call call) throws InterruptedException {
    return ((Result.Failed) caller(call, LONG).renew()).reason();
  }

  private static RenewalCaller caller(Call call, Duration deadline) {
    Renewal renewal = new Renewal() {
      @Override
      public String source() {
        return "here";
      }

      @Override
      public Duration renew() throws IOException, InterruptedException {
        return call.renew();
      }
    };
    return new RenewalCaller(renewal, "acme", Threads.OURS, deadline);
  }

  private interface Call {
    Duration renew() throws IOException, InterruptedException;
  }
}
