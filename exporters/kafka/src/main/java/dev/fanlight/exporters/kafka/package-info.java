/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The vendor type {@code kafka}, a plugin that the fan-out finds through {@link java.util.ServiceLoader}: batches become
 * records of a topic, which the Kafka receiver of a Collector reads with the encoding {@code otlp_proto}.
 *
 * <p><b>Objects.</b>
 *
 * <ul>
 *   <li>{@link dev.fanlight.exporters.kafka.KafkaVendor} is the only public type; {@code KafkaKeys} has its keys, and {@code
 *       ProducerKeys} the settings of the client that the file may give, and those that are refused.
 *   <li>{@code ProducerConfiguration} is the file's settings together with our own, as the client takes them.
 *   <li>{@code KafkaSender} makes one attempt: it makes records of a batch, waits until all in-sync replicas have acknowledged
 *       them, and returns one outcome. {@code TraceGrouping} cuts a batch for {@code key: trace_id}.
 *   <li>{@code ProducerLifecycle} opens the client with the first attempt, and closes it. {@code KafkaOutcomes} is the table of
 *       the client's exceptions.
 * </ul>
 *
 * <p><b>Record.</b> The value is one {@code ExportTraceServiceRequest} of OTLP 1.x in Protobuf; the key and the headers are
 * empty. With {@code key: trace_id} the partition of a record is {@code murmur2(trace id in lower-case hexadecimal)} modulo
 * the number of partitions, as the client's own partitioner computes it for such a key, and a batch makes at most one record
 * for each partition.
 *
 * <p><b>Threads.</b> An attempt runs on a sender thread of the lane, and waits there. The client has its network thread; its
 * callbacks only count. The constructor and the close of the client may wait for name servers and the network, and run on
 * threads of {@code ProducerLifecycle}.
 *
 * <p><b>Invariants.</b> The client holds the records of at most {@code window} attempts: each attempt ends with the
 * acknowledgement, with the client's own expiry of the record before the lane's timeout, or with the close of the client. The
 * client retries within one attempt only, under the sequence number by which the broker recognises a duplicate; the lane's
 * retry policy decides on the next attempt.
 */
@NullMarked
package dev.fanlight.exporters.kafka;

import org.jspecify.annotations.NullMarked;
