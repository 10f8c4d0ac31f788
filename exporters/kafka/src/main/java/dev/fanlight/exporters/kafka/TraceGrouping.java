/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of one batch by partition: the spans of one trace are in one message, with their resource and scope.
 *
 * <p>Fields of OTLP 1.x: ExportTraceServiceRequest.resource_spans 1, ResourceSpans.scope_spans 2, ScopeSpans.spans 2,
 * Span.trace_id 1. All other fields are copied to each message that has a span below them.
 */
final class TraceGrouping {

  /*
   * One pass over the message. Each partition has a buffer for each of the three levels; a level is closed into the one
   * above it when its end is reached, if it has a span.
   */

  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final int partitions;

  private TraceGrouping(int partitions) {
    this.partitions = partitions;
  }

  /**
   * Returns the messages by partition; partitions without spans are absent.
   *
   * @param message an ExportTraceServiceRequest
   * @param partitions of the topic; at least 1
   * @throws IllegalArgumentException if the bytes are no such message
   */
  static Map<Integer, byte[]> of(byte[] message, int partitions) {
    Map<Integer, ByteSink> grouped =
        new TraceGrouping(partitions).level(message, 0, message.length, RESOURCE_SPANS, 0);
    Map<Integer, byte[]> messages = new LinkedHashMap<>();
    grouped.forEach((partition, bytes) -> messages.put(partition, bytes.toByteArray()));
    return messages;
  }

  /** Returns the partition of a trace, as the client's partitioner computes it for the trace id in hexadecimal as key. */
  static int partition(byte[] bytes, int from, int length, int partitions) {
    byte[] key = new byte[2 * length];
    for (int i = 0; i < length; i++) {
      key[2 * i] = HEX[(bytes[from + i] >> 4) & 15];
      key[2 * i + 1] = HEX[bytes[from + i] & 15];
    }
    return Murmur2.partition(key, partitions);
  }

  /** Returns the contents of a level by partition: the fields of this range, with those spans below it that belong there. */
  private Map<Integer, ByteSink> level(byte[] bytes, int from, int to, int below, int depth) {
    Map<Integer, ByteSink> parts = new LinkedHashMap<>();
    ByteSink common = new ByteSink();
    FieldReader fields = new FieldReader(bytes, from, to);
    while (fields.next()) {
      if (fields.number() != below || !fields.isMessage()) {
        common.write(bytes, fields.start(), fields.end());
      } else if (depth == 2) {
        int partition = partitionOf(bytes, fields.bodyStart(), fields.end());
        sink(parts, partition).write(bytes, fields.start(), fields.end());
      } else {
        level(bytes, fields.bodyStart(), fields.end(), depth == 0 ? SCOPE_SPANS : SPANS, depth + 1)
            .forEach((partition, part) -> sink(parts, partition).writeMessage(below, part));
      }
    }
    parts.values().forEach(part -> part.writeAll(common));
    return parts;
  }

  private static ByteSink sink(Map<Integer, ByteSink> parts, int partition) {
    return parts.computeIfAbsent(partition, absent -> new ByteSink());
  }

  private int partitionOf(byte[] bytes, int from, int to) {
    FieldReader span = new FieldReader(bytes, from, to);
    while (span.next()) {
      if (span.number() == TRACE_ID && span.isMessage()) {
        return partition(bytes, span.bodyStart(), span.end() - span.bodyStart(), partitions);
      }
    }
    return 0; // a span without a trace id belongs nowhere
  }

  /** Bytes that grow. */
  private static final class ByteSink {
    private byte[] bytes = new byte[256];
    private int size;

    void write(byte[] from, int start, int end) {
      reserve(end - start);
      System.arraycopy(from, start, bytes, size, end - start);
      size += end - start;
    }

    void writeAll(ByteSink other) {
      write(other.bytes, 0, other.size);
    }

    void writeMessage(int number, ByteSink body) {
      writeVarint((number << 3) | FieldReader.LENGTH_DELIMITED);
      writeVarint(body.size);
      writeAll(body);
    }

    private void writeVarint(int value) {
      reserve(5);
      int left = value;
      while ((left & ~0x7f) != 0) {
        bytes[size++] = (byte) ((left & 0x7f) | 0x80);
        left >>>= 7;
      }
      bytes[size++] = (byte) left;
    }

    private void reserve(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
      }
    }

    byte[] toByteArray() {
      return Arrays.copyOf(bytes, size);
    }
  }
}
