/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over senders that do what a test tells them. */
@Timeout(20)
class GrpcChannelsTest {

  private static final URI VENDOR = URI.create("http://vendor.example:4317");

  private final Senders senders = new Senders();
  private final GrpcTransport transport =
      new GrpcTransport(senders, TransportSettings.DEFAULT, new Tls(null, null, null));

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void one_sender_serves_all_calls_of_a_narrow_window() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(send("key", TransportFixture.LONG)).isInstanceOf(Answer.class);
    }

    assertThat(senders.made).hasSize(1);
  }

  @Test
  void a_wide_window_has_senders_enough_for_every_call_to_leave_at_once() throws Exception {
    CyclicBarrier allAreOut = new CyclicBarrier(12);
    senders.sending = allAreOut::await;

    inParallel(12, i -> send("key " + i, TransportFixture.LONG));

    assertThat(senders.made)
        .as("one that two calls made at the same time was shut down")
        .filteredOn(sender -> !sender.isShutDown)
        .hasSize(3);
    assertThat(senders.made)
        .as("OkHttp makes five calls to a host at a time")
        .allMatch(sender -> sender.most <= 5);
  }

  @Test
  void each_call_bears_its_own_headers() throws Exception {
    CyclicBarrier bothHaveBegun = new CyclicBarrier(2);
    senders.sending = bothHaveBegun::await;

    inParallel(2, i -> send("signature " + i, TransportFixture.LONG));

    assertThat(senders.keys).containsExactlyInAnyOrder("signature 0", "signature 1");
  }

  @Test
  void a_sender_that_is_slow_to_make_holds_up_nobody() throws Exception {
    CountDownLatch otherIsThrough = new CountDownLatch(1);
    senders.making = number -> {
      if (number == 0) {
        otherIsThrough.await();
      }
    };
    FutureTask<Exchange> slow = start(() -> send("slow", TransportFixture.LONG));
    senders.firstIsBeingMade.await();

    assertThat(start(() -> send("quick", TransportFixture.LONG)).get(10, TimeUnit.SECONDS))
        .isInstanceOf(Answer.class);
    otherIsThrough.countDown();

    assertThat(slow.get()).isInstanceOf(Answer.class);
    assertThat(senders.made).hasSize(2);
    assertThat(senders.made)
        .as("one is enough for both, so that the surplus one was shut down")
        .filteredOn(sender -> sender.isShutDown)
        .hasSize(1);
  }

  @Test
  void another_time_out_replaces_the_sender() throws Exception {
    send("key", Duration.ofSeconds(10));
    send("key", Duration.ofSeconds(11));

    assertThat(senders.made).hasSize(2);
    assertThat(senders.made.get(0).isShutDown).isTrue();
    assertThat(senders.made.get(1).isShutDown).isFalse();
  }

  @Test
  void a_sender_made_while_the_transport_closes_is_shut_down() throws Exception {
    CountDownLatch isClosed = new CountDownLatch(1);
    senders.making = number -> isClosed.await();
    FutureTask<Exchange> late = start(() -> send("late", TransportFixture.LONG));
    senders.firstIsBeingMade.await();

    transport.close();
    isClosed.countDown();

    assertThat(late.get()).isInstanceOf(Exchange.Failure.class);
    assertThat(senders.made).singleElement().matches(sender -> sender.isShutDown);
  }

  private Exchange send(String key, Duration timeout) throws InterruptedException {
    return transport.exchange(new Request(VENDOR, Map.of("api-key", key), new byte[0], timeout));
  }

  private static void inParallel(int calls, Calling calling) throws Exception {
    List<FutureTask<Exchange>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int number = i;
      all.add(start(() -> calling.call(number)));
    }
    for (FutureTask<Exchange> one : all) {
      assertThat(one.get()).isInstanceOf(Answer.class);
    }
  }

  private static FutureTask<Exchange> start(Callable<Exchange> work) {
    FutureTask<Exchange> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "calling");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private interface Calling {
    Exchange call(int number) throws Exception;
  }

  private interface Step {
    void run() throws Exception;
  }

  private interface Making {
    void make(int number) throws Exception;
  }

  private static final class Senders implements GrpcSenderProvider {

    final List<Sender> made = new ArrayList<>();
    final Queue<String> keys = new ConcurrentLinkedQueue<>();
    final CountDownLatch firstIsBeingMade = new CountDownLatch(1);
    volatile Making making = number -> {};
    volatile Step sending = () -> {};
    private int begun;

    @Override
    public GrpcSender createSender(GrpcSenderConfig config) {
      int number;
      synchronized (this) {
        number = begun++;
      }
      firstIsBeingMade.countDown();
      try {
        making.make(number);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      Sender sender = new Sender(this, config);
      synchronized (made) {
        made.add(sender);
      }
      return sender;
    }
  }

  private static final class Sender implements GrpcSender {

    private final Senders all;
    private final GrpcSenderConfig config;
    private int calls;
    volatile int most;
    volatile boolean isShutDown;

    Sender(Senders all, GrpcSenderConfig config) {
      this.all = all;
      this.config = config;
    }

    @Override
    public void send(
        MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
      synchronized (this) {
        calls++;
        most = Math.max(most, calls);
      }
      try {
        all.sending.run();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      all.keys.add(
          config.getHeadersSupplier().get().getOrDefault("api-key", List.of()).get(0));
      synchronized (this) {
        calls--;
      }
      onResponse.accept(new Ok());
    }

    @Override
    public CompletableResultCode shutdown() {
      isShutDown = true;
      return CompletableResultCode.ofSuccess();
    }
  }

  private record Ok() implements GrpcResponse {

    @Override
    public GrpcStatusCode getStatusCode() {
      return GrpcStatusCode.OK;
    }

    @Override
    public String getStatusDescription() {
      return "";
    }

    @Override
    public byte[] getResponseMessage() {
      return new byte[0];
    }
  }
}
