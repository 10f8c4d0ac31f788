/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The records of a topic, as a consumer reads them from its beginning. */
final class ConsumedRecords {

  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  private ConsumedRecords() {}

  /** Reads all records that are there. */
  static ConsumedRecords of(String broker, String topic) {
    ConsumedRecords all = new ConsumedRecords();
    try (var consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", broker, "fetch.max.wait.ms", 100),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
          .map(info -> new TopicPartition(topic, info.partition()))
          .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all.records::add);
      }
    }
    return all;
  }

  List<ConsumerRecord<byte[], byte[]>> records() {
    return records;
  }

  /** The spans of a record. */
  static Stream<Span> spans(ConsumerRecord<byte[], byte[]> record) {
    try {
      return ExportTraceServiceRequest.parseFrom(record.value()).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException("a record is no request of OTLP", e);
    }
  }

  /** The ids of all spans; each record may hold a span that another one holds as well. */
  Set<String> spanIds() {
    assertThat(records).allSatisfy(record -> assertThat(record.headers()).isEmpty());
    return records.stream()
        .flatMap(ConsumedRecords::spans)
        .map(span -> HexFormat.of().formatHex(span.getSpanId().toByteArray()))
        .collect(Collectors.toSet());
  }

  long spanCount() {
    return records.stream().flatMap(ConsumedRecords::spans).count();
  }
}
