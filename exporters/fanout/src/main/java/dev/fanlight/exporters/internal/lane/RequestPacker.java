/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.RejectReason;
import dev.fanlight.exporters.internal.send.EncodedRequest;
import dev.fanlight.exporters.internal.wire.Gzip;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of a delivery from the records in the log. Confined to one sender thread.
 *
 * <p>The usual case is free: one record within the vendor's limits is sent as it is in the log. Only a lane that has
 * fallen behind joins records, and only a vendor's limits cut them.
 */
final class RequestPacker implements AutoCloseable {

  /*
   * Every copy is reserved in the log before it is allocated, and given back before the request is sent: from then on
   * only the request's own body counts. So a request that hangs holds only its body, and a delivery that waits for its
   * next attempt holds no bytes: its next request is made again from the record. Inflating a record once for each of
   * its requests is the price.
   */

  /** The inflated message and the part of it that is sent, or the parts and the message that is joined from them. */
  private static final int COPIES = 2;

  private static final PackingResult NOT_NOW = new PackingResult.NotNow();

  private @Nullable Gzip gzip; // made when first needed: most lanes never do

  /**
   * Makes the next request of a lease.
   *
   * @param range the spans that are next; all of them if the lease has several records
   * @throws IllegalArgumentException if a record is damaged
   * @throws IllegalStateException if the wire loses or adds spans
   */
  PackingResult pack(Lease lease, SpanRange range, WireFormat wire, Limits limits) {
    List<BatchRecord> records = lease.records();
    if (records.size() > 1) {
      return joined(lease, records, wire, limits);
    }
    BatchRecord record = records.get(0);
    Body body = record.bodyFor(limits.attributeLength());
    boolean isWhole = range.spans() == record.spans();
    boolean fits =
        body.bytes().length <= limits.requestBytes() && messageBytes(body) <= limits.messageBytes();
    if (isWhole && (fits || record.spans() == 1)) { // one span cannot be cut: the vendor decides
      return new PackingResult.Ready(
          new EncodedRequest(body.bytes(), record.spans(), record.format().encoding()), false);
    }
    return part(lease, record, body, range, wire, limits);
  }

  private PackingResult part(
      Lease lease, BatchRecord record, Body body, SpanRange range, WireFormat wire, Limits limits) {
    long copies = COPIES * messageBytes(body);
    if (copies > lease.maxReservation()) {
      return new PackingResult.Dropped(
          DropReason.BUFFER_FULL,
          "a batch of " + messageBytes(body)
              + " bytes is over the vendor's limit, and buffer.memory has no room to cut it;"
              + " raise buffer.memory or lower batch.bytes");
    }
    if (!lease.tryReserve(copies)) {
      return NOT_NOW;
    }
    String encoding = record.format().encoding();
    EncodedBatch message = decompressed(body, record.spans(), encoding);
    try {
      return ready(lease, firstPart(message, range, encoding, wire, limits));
    } catch (UnsupportedOperationException cannotBeCut) {
      lease.tryReserve(0);
      return new PackingResult.Rejected(RejectReason.TOO_LARGE);
    }
  }

  /** Returns the first spans of a range, as many as the limits allow. */
  private EncodedRequest firstPart(
      EncodedBatch message, SpanRange range, String encoding, WireFormat wire, Limits limits) {
    int spans = range.spans();
    while (true) {
      EncodedBatch part = wire.part(message, range.from(), range.from() + spans);
      if (part.spans() != spans) {
        throw new IllegalStateException("a wire made " + part.spans() + " spans of " + spans);
      }
      int size = part.bytes().length;
      if (size > limits.messageBytes() && spans > 1) {
        spans = fewer(spans, size, limits.messageBytes());
        continue;
      }
      EncodedRequest request = request(part, encoding);
      int compressed = request.body().length;
      if (compressed <= limits.requestBytes() || spans == 1) {
        return request;
      }
      spans = fewer(spans, compressed, limits.requestBytes());
    }
  }

  /** Returns how many spans probably fit: at least 1, and fewer than there were. */
  private static int fewer(int spans, long size, long limit) {
    return (int) Math.max(1, Math.min(spans - 1L, spans * limit / size));
  }

  private PackingResult joined(
      Lease lease, List<BatchRecord> records, WireFormat wire, Limits limits) {
    int limit = limits.attributeLength();
    String encoding = records.get(0).format().encoding();
    long size = 0;
    long compressed = 1;
    for (BatchRecord record : records) {
      size += messageBytes(record.bodyFor(limit));
      compressed += record.bodyFor(limit).bytes().length;
    }
    PackingResult apart = new PackingResult.Apart((double) size / compressed);
    if (size > limits.messageBytes() || !lease.tryReserve(COPIES * size)) {
      return apart;
    }
    List<EncodedBatch> messages = new ArrayList<>(records.size());
    for (BatchRecord record : records) {
      messages.add(decompressed(record.bodyFor(limit), record.spans(), encoding));
    }
    EncodedBatch message = wire.join(messages);
    if (message.spans() != lease.spans()) {
      throw new IllegalStateException(
          "a wire made " + message.spans() + " spans of " + lease.spans());
    }
    EncodedRequest request = request(message, encoding);
    if (message.bytes().length > limits.messageBytes()
        || request.body().length > limits.requestBytes()) {
      lease.tryReserve(0);
      return apart;
    }
    return ready(lease, request);
  }

  /** Releases all copies except the request's body. */
  private static PackingResult ready(Lease lease, EncodedRequest request) {
    lease.tryReserve(request.body().length);
    return new PackingResult.Ready(request, true);
  }

  private EncodedRequest request(EncodedBatch message, String encoding) {
    byte[] body = encoding.equals("gzip") ? gzip().compress(message.bytes()) : message.bytes();
    return new EncodedRequest(body, message.spans(), encoding);
  }

  private static long messageBytes(Body body) {
    return Math.max(body.messageBytes(), body.bytes().length);
  }

  /**
   * Decompresses a body. A message that is longer than its record says is damaged: no array larger than the
   * reservation is allocated.
   */
  private EncodedBatch decompressed(Body body, int spans, String encoding) {
    byte[] bytes = encoding.equals("gzip")
        ? gzip().inflate(body.bytes(), (int) messageBytes(body))
        : body.bytes();
    return new EncodedBatch(bytes, spans);
  }

  private Gzip gzip() {
    Gzip made = gzip;
    if (made == null) {
      made = new Gzip(Gzip.FAST);
      gzip = made;
    }
    return made;
  }

  @Override
  public void close() {
    if (gzip != null) {
      gzip.close();
    }
  }
}
