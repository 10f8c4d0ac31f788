/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SendOutcome;
import dev.fanlight.exporters.spi.SendOutcome.Obstacle;
import dev.fanlight.exporters.spi.SendOutcome.Retryable;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sender over Kafka's own test double of its producer. */
@Timeout(30)
class KafkaSenderTest {

  private static final EncodedBatch BATCH = new EncodedBatch(new byte[] {1, 2, 3}, 1);

  private final List<MockProducer<byte[], byte[]>> opened = new CopyOnWriteArrayList<>();

  @Test
  void a_batch_is_one_record_without_key_and_headers_and_delivered_when_it_is_acknowledged()
      throws Exception {
    KafkaSender sender = sender(this::acknowledging, Duration.ofSeconds(5));

    assertThat(sender.send(BATCH)).isEqualTo(new SendOutcome.Delivered());

    assertThat(opened)
        .singleElement()
        .satisfies(producer -> assertThat(producer.history()).singleElement().satisfies(record -> {
          assertThat(record.topic()).isEqualTo("spans");
          assertThat(record.key()).isNull();
          assertThat(record.value()).isEqualTo(BATCH.bytes());
          assertThat(record.headers()).isEmpty();
        }));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new RecordTooLargeException("no"), "TooLarge", false),
        Arguments.of(new InvalidRecordException("no"), "Rejected invalid_record", false),
        Arguments.of(new NotEnoughReplicasException("no"), "FAILURE broker true", false),
        Arguments.of(new TimeoutException("Expiring 1 record(s)"), "FAILURE timeout true", false),
        Arguments.of(new BufferExhaustedException("no"), "BUSY client_buffer false", false),
        Arguments.of(
            new SaslAuthenticationException("no"), "UNAUTHORISED authentication false", true),
        Arguments.of(new SslAuthenticationException("no"), "UNREACHABLE tls false", true),
        Arguments.of(
            new TopicAuthorizationException("no"), "UNAUTHORISED authorization false", true),
        Arguments.of(new OutOfOrderSequenceException("no"), "FAILURE broker true", true),
        Arguments.of(new IllegalStateException("closed"), "FAILURE client true", true));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_has_its_outcome_and_a_client_of_no_use_is_replaced(
      RuntimeException failure, String outcome, boolean isReplaced) throws Exception {
    KafkaSender sender = sender(this::waiting, Duration.ofSeconds(5));
    FutureTask<SendOutcome> sending = send(sender);
    await().until(() -> !opened.isEmpty() && opened.get(0).history().size() == 1);

    opened.get(0).errorNext(failure);

    assertThat(shown(sending.get())).isEqualTo(outcome);
    FutureTask<SendOutcome> again = send(sender);
    int clients = isReplaced ? 2 : 1;
    await()
        .until(() ->
            opened.size() == clients && opened.get(clients - 1).history().size() == 3 - clients);
    if (isReplaced) {
      await().until(() -> opened.get(0).closed());
    }
    sender.close();
    again.get();
  }

  private static String shown(SendOutcome outcome) {
    if (outcome instanceof Retryable later) {
      return later.obstacle() + " " + later.reason() + " " + later.mayHaveArrived();
    }
    return outcome instanceof SendOutcome.Rejected rejected
        ? "Rejected " + rejected.reason()
        : outcome.getClass().getSimpleName();
  }

  @Test
  void without_an_acknowledgement_the_attempt_ends_and_the_client_holds_no_record()
      throws Exception {
    KafkaSender sender = sender(this::waiting, Duration.ofMillis(50));

    assertThat(shown(sender.send(BATCH))).isEqualTo("FAILURE timeout true");

    await().until(() -> opened.get(0).closed());
    sender.close();
  }

  @Test
  void a_client_that_does_not_open_in_time_is_closed_when_it_comes_after_the_end()
      throws Exception {
    CountDownLatch mayOpen = new CountDownLatch(1);
    KafkaSender sender = sender(
        () -> {
          awaitQuietly(mayOpen);
          return waiting();
        },
        Duration.ofMillis(50));

    assertThat(shown(sender.send(BATCH))).isEqualTo("UNREACHABLE client false");
    sender.close();
    mayOpen.countDown();

    await().until(() -> opened.size() == 1 && opened.get(0).closed());
    assertThat(shown(sender.send(BATCH))).isEqualTo("UNREACHABLE client false");
  }

  @Test
  void a_client_that_cannot_be_opened_is_tried_again() throws Exception {
    List<String> tries = new ArrayList<>();
    KafkaSender sender = sender(
        () -> {
          tries.add("try");
          if (tries.size() == 1) {
            throw new ConfigException("No resolvable bootstrap urls given in bootstrap.servers");
          }
          return acknowledging();
        },
        Duration.ofSeconds(5));

    assertThat(shown(sender.send(BATCH))).isEqualTo("UNREACHABLE client false");
    assertThat(sender.send(BATCH)).isEqualTo(new SendOutcome.Delivered());
    assertThat(Obstacle.values()).hasSize(5);
  }

  @Test
  void the_close_ends_an_attempt_that_waits_for_the_client() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    KafkaSender sender = sender(
        () -> {
          awaitQuietly(never);
          return waiting();
        },
        Duration.ofMinutes(5));
    FutureTask<SendOutcome> sending = send(sender);
    await()
        .until(() -> Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("fanlight-fleet-client-open")));

    sender.close();

    assertThat(shown(sending.get())).isEqualTo("UNREACHABLE client false");
    never.countDown();
  }

  @Test
  void no_message_repeats_a_secret_nor_a_password_in_a_login_module() {
    KafkaOutcomes outcomes = new KafkaOutcomes(List.of(
        Secret.of("PlainLoginModule required username=\"shop\" password=\"hunter2-hunter2\";"),
        Secret.of("keystore-password")));

    SendOutcome outcome = outcomes.of(
        new SaslAuthenticationException(
            "hunter2-hunter2 is wrong", new IllegalStateException("keystore-password was read")),
        false);

    assertThat(((Retryable) outcome).message()).isEqualTo("*** is wrong: *** was read");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Producer<byte[], byte[]> acknowledging() {
    return producer(true);
  }

  private Producer<byte[], byte[]> waiting() {
    return producer(false);
  }

  private synchronized MockProducer<byte[], byte[]> producer(boolean isAcknowledging) {
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(isAcknowledging, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public void close(Duration timeout) {
            super.close(timeout);
            while (errorNext(new IllegalStateException("closed"))) {
              // as the client does with the records that it holds
            }
          }
        };
    opened.add(producer);
    return producer;
  }

  private static KafkaSender sender(Supplier<Producer<byte[], byte[]>> opener, Duration timeout) {
    Clock clock = Clock.getDefault();
    return new KafkaSender(
        new KafkaTopic("spans", false),
        new ProducerLifecycle("fleet", opener, clock),
        new KafkaOutcomes(List.of()),
        timeout.toNanos(),
        clock);
  }

  private static FutureTask<SendOutcome> send(KafkaSender sender) {
    FutureTask<SendOutcome> sending = new FutureTask<>(() -> sender.send(BATCH));
    new Thread(sending, "sending").start();
    return sending;
  }
}
