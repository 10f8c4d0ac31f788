/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.wire.Gzip;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of a job from what the log holds. Confined to one sender thread.
 *
 * <p>The usual case costs nothing: one record within the vendor's limits goes out as it lies in the log. Only a lane
 * that has fallen behind joins records, and only a vendor's limits cut them.
 */
final class Packer implements AutoCloseable {

  /** The parts, and the whole that is made of them; what is compressed again is smaller. */
  private static final int COPIES = 2;

  /** Larger than any batch of ours: what claims to be larger is damaged. */
  private static final int MAX_MESSAGE_BYTES = 256 << 20;

  private @Nullable Gzip gzip; // made when first needed: most lanes never do

  /**
   * The requests for the records of a lease, in order.
   *
   * @return empty where several records would have to be joined and the log has no room for the copies
   * @throws IllegalArgumentException if a record is damaged
   */
  List<Parcel> pack(Lease lease, Wire wire, Limits limits) {
    List<BatchRecord> records = lease.records();
    String encoding = records.get(0).format().encoding();
    if (records.size() == 1) {
      BatchRecord record = records.get(0);
      Body body = record.bodyFor(limits.attributeLength());
      if (body.bytes().length <= limits.requestBytes()
          && body.messageBytes() <= limits.messageBytes()) {
        return List.of(new Parcel(body.bytes(), record.spans(), encoding));
      }
    }
    int limit = limits.attributeLength();
    long size = 0;
    for (BatchRecord record : records) {
      size += record.bodyFor(limit).messageBytes();
    }
    if (!lease.tryReserve(COPIES * size) && records.size() > 1) {
      return List.of();
    }
    List<EncodedBatch> messages = new ArrayList<>(records.size());
    for (BatchRecord record : records) {
      messages.add(
          new EncodedBatch(decompress(record.bodyFor(limit).bytes(), encoding), record.spans()));
    }
    List<Parcel> parcels = new ArrayList<>(1);
    List<EncodedBatch> parts =
        wire.slice(wire.join(messages), Integer.MAX_VALUE, limits.messageBytes());
    for (EncodedBatch part : checked(parts, lease.spans())) {
      add(part, wire, limits, encoding, parcels);
    }
    return parcels;
  }

  /**
   * The two halves of a parcel that the vendor found too large.
   *
   * @return empty for what cannot be cut, as a single span
   * @throws IllegalStateException if the wire loses or invents spans
   */
  List<Parcel> halve(Parcel parcel, Wire wire) {
    EncodedBatch message =
        new EncodedBatch(decompress(parcel.body(), parcel.encoding()), parcel.spans());
    return halves(message, wire).stream()
        .map(half -> parcel(half, parcel.encoding()))
        .toList();
  }

  /** A wire of a plugin that does not cut what it should would have us try for ever. */
  private static List<EncodedBatch> halves(EncodedBatch whole, Wire wire) {
    if (whole.spans() == 1) {
      return List.of();
    }
    List<EncodedBatch> parts =
        checked(wire.slice(whole, (whole.spans() + 1) / 2, Integer.MAX_VALUE), whole.spans());
    return parts.size() == 1 ? List.of() : parts;
  }

  /** Every span is accounted for, whatever a plugin's wire makes of them. */
  private static List<EncodedBatch> checked(List<EncodedBatch> parts, int spans) {
    int found = 0;
    for (EncodedBatch part : parts) {
      found += part.spans();
    }
    if (found != spans) {
      throw new IllegalStateException("a wire made " + found + " spans of " + spans);
    }
    return parts;
  }

  private void add(
      EncodedBatch part, Wire wire, Limits limits, String encoding, List<Parcel> parcels) {
    Parcel parcel = parcel(part, encoding);
    List<EncodedBatch> halves =
        parcel.body().length <= limits.requestBytes() ? List.of() : halves(part, wire);
    if (halves.isEmpty()) {
      parcels.add(parcel);
    }
    for (EncodedBatch half : halves) {
      add(half, wire, limits, encoding, parcels);
    }
  }

  private Parcel parcel(EncodedBatch message, String encoding) {
    byte[] body = encoding.equals("gzip") ? gzip().compress(message.bytes()) : message.bytes();
    return new Parcel(body, message.spans(), encoding);
  }

  private byte[] decompress(byte[] body, String encoding) {
    return encoding.equals("gzip") ? gzip().inflate(body, MAX_MESSAGE_BYTES) : body;
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
