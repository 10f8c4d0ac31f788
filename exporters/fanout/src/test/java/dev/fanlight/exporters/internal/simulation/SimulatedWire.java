/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;

/** A wire whose bytes are the same on every JVM: of each span the id, the length of its payload, and the payload. */
final class SimulatedWire implements WireFormat {

  static final AttributeKey<String> PAYLOAD = AttributeKey.stringKey("payload");
  private static final byte[] NOTHING = new byte[1 << 16];
  private static final int HEAD = Long.BYTES + Integer.BYTES;

  private final LongPredicate isBroken;

  /** A wire that throws where a batch holds a broken span. */
  SimulatedWire(LongPredicate isBroken) {
    this.isBroken = isBroken;
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public String contentType() {
    return "application/x-simulated";
  }

  @Override
  public Encoder newEncoder() {
    return this::encode;
  }

  private EncodedBatch encode(Collection<SpanData> spans) {
    int size = 0;
    for (SpanData span : spans) {
      if (isBroken.test(id(span))) {
        throw new IllegalStateException("a span that this wire cannot encode");
      }
      size += HEAD + payload(span);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (SpanData span : spans) {
      int payload = payload(span);
      bytes.putLong(id(span)).putInt(payload);
      bytes.position(bytes.position() + payload);
    }
    return new EncodedBatch(bytes.array(), spans.size());
  }

  private static long id(SpanData span) {
    return Long.parseUnsignedLong(span.getSpanContext().getSpanId(), 16);
  }

  private static int payload(SpanData span) {
    String payload = span.getAttributes().get(PAYLOAD);
    return payload == null ? 0 : payload.length();
  }

  /** Returns the ids of the spans of a message. */
  static long[] ids(byte[] message) {
    ByteBuffer bytes = ByteBuffer.wrap(message);
    List<Long> ids = new ArrayList<>();
    while (bytes.hasRemaining()) {
      ids.add(bytes.getLong());
      int payload = bytes.getInt();
      int end = bytes.position() + payload;
      bytes.position(end);
      if (Arrays.mismatch(message, end - payload, end, NOTHING, 0, payload) >= 0) {
        throw new IllegalArgumentException("bytes that no wire has written");
      }
    }
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
    List<EncodedBatch> parts = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(batch.bytes());
    int from = 0;
    int spans = 0;
    while (bytes.hasRemaining()) {
      int at = bytes.position();
      int next = at + HEAD + bytes.getInt(at + Long.BYTES);
      if (spans > 0 && (spans == maxSpans || next - from > maxBytes)) {
        parts.add(new EncodedBatch(Arrays.copyOfRange(batch.bytes(), from, at), spans));
        from = at;
        spans = 0;
      }
      spans++;
      bytes.position(next);
    }
    parts.add(new EncodedBatch(Arrays.copyOfRange(batch.bytes(), from, bytes.position()), spans));
    return parts;
  }

  @Override
  public EncodedBatch join(List<EncodedBatch> batches) {
    int size = 0;
    int spans = 0;
    for (EncodedBatch batch : batches) {
      size += batch.bytes().length;
      spans += batch.spans();
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    batches.forEach(batch -> bytes.put(batch.bytes()));
    return new EncodedBatch(bytes.array(), spans);
  }

  @Override
  public Refusal refusal(String contentType, byte[] body) {
    return body.length == Integer.BYTES
        ? new Refusal(ByteBuffer.wrap(body).getInt(), "some were refused")
        : Refusal.NONE;
  }
}
