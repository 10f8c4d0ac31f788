/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.SendOutcome;
import dev.fanlight.exporters.spi.SenderSettings;
import dev.fanlight.exporters.spi.VendorSender;
import io.opentelemetry.sdk.common.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** The sender of a lane: a batch becomes one record, or one for each partition, and is delivered when all of them are. */
final class KafkaSender implements VendorSender {

  private final KafkaTopic topic;
  private final ProducerLifecycle producers;
  private final KafkaOutcomes outcomes;
  private final long timeoutNanos;
  private final Clock clock;

  KafkaSender(
      KafkaTopic topic,
      ProducerLifecycle producers,
      KafkaOutcomes outcomes,
      long timeoutNanos,
      Clock clock) {
    this.topic = topic;
    this.producers = producers;
    this.outcomes = outcomes;
    this.timeoutNanos = timeoutNanos;
    this.clock = clock;
  }

  static KafkaSender create(
      KafkaTopic topic, ProducerConfiguration configuration, SenderSettings lane, Clock clock) {
    return new KafkaSender(
        topic,
        new ProducerLifecycle(lane.vendor(), () -> ProducerOpener.open(configuration, lane), clock),
        new KafkaOutcomes(configuration.secrets()),
        lane.timeout().toNanos(),
        clock);
  }

  @Override
  public SendOutcome send(EncodedBatch batch) throws InterruptedException {
    long deadline = clock.nanoTime() + timeoutNanos;
    Producer<byte[], byte[]> producer;
    try {
      producer = producers.get(deadline);
    } catch (RuntimeException notOpened) {
      outcomes.refreshSecrets();
      return outcomes.of(notOpened, false);
    }
    if (producer == null) {
      return outcomes.notOpened();
    }
    return send(batch, producer, deadline);
  }

  private SendOutcome send(EncodedBatch batch, Producer<byte[], byte[]> producer, long deadline)
      throws InterruptedException {
    Acknowledgements acknowledgements = new Acknowledgements();
    try {
      for (ProducerRecord<byte[], byte[]> record : records(batch, producer)) {
        acknowledgements.expectOne();
        var ignored = producer.send(record, acknowledgements); // the callback has the same end
      }
    } catch (InterruptException stop) {
      throw interrupted();
    } catch (RuntimeException e) {
      return failed(e, acknowledgements.isAnySent(), producer);
    }
    if (!acknowledgements.await(deadline - clock.nanoTime())) {
      producers.discard(producer); // it holds a record longer than it may
      return outcomes.timedOut();
    }
    Exception failure = acknowledgements.failure();
    return failure == null
        ? new SendOutcome.Delivered()
        : failed(failure, acknowledgements.isAnySent(), producer);
  }

  private List<ProducerRecord<byte[], byte[]>> records(
      EncodedBatch batch, Producer<byte[], byte[]> producer) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    if (!topic.isByTrace()) {
      records.add(new ProducerRecord<>(topic.name(), batch.bytes()));
      return records;
    }
    int partitions = producer.partitionsFor(topic.name()).size();
    Map<Integer, byte[]> messages = TraceGrouping.of(batch.bytes(), partitions);
    messages.forEach((partition, message) ->
        records.add(new ProducerRecord<>(topic.name(), partition, null, message)));
    return records;
  }

  private SendOutcome failed(Exception e, boolean isAnySent, Producer<byte[], byte[]> producer) {
    if (outcomes.needsNewClient(e)) {
      producers.discard(producer);
      outcomes.refreshSecrets();
    }
    return outcomes.of(e, isAnySent);
  }

  /** The client sets the flag besides its exception; our caller takes the exception for it. */
  private static InterruptedException interrupted() {
    return Thread.interrupted()
        ? new InterruptedException("the client was interrupted")
        : new InterruptedException("the client was interrupted by another thread");
  }

  @Override
  public void close() {
    producers.close();
  }
}
