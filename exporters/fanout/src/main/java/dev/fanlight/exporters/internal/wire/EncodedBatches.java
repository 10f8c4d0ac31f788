/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.EncodedBatch;
import java.util.List;

/** Encoded batches in a row. */
final class EncodedBatches {

  private EncodedBatches() {}

  /** Returns all bytes in order; the batch itself if there is only one. */
  static EncodedBatch concatenated(List<EncodedBatch> batches) {
    if (batches.size() == 1) {
      return batches.get(0);
    }
    int size = 0;
    int spans = 0;
    for (EncodedBatch batch : batches) {
      size = Math.addExact(size, batch.bytes().length);
      spans += batch.spans();
    }
    byte[] all = new byte[size];
    int position = 0;
    for (EncodedBatch batch : batches) {
      System.arraycopy(batch.bytes(), 0, all, position, batch.bytes().length);
      position += batch.bytes().length;
    }
    return new EncodedBatch(all, spans);
  }
}
