/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.otlp;

import dev.fanlight.relay.internal.server.MemoryReservation;
import dev.fanlight.relay.internal.server.RefusedRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Inflates bodies, up to a size. */
final class BoundedGunzip {

  private static final int GROWTH = 4;
  private static final int MIN_BYTES = 4 << 10;

  private BoundedGunzip() {}

  /** Returns the content; throws if it is not gzip, or larger. */
  static byte[] inflate(byte[] body, long maxBytes, MemoryReservation memory)
      throws RefusedRequestException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] content = new byte[0];
      int length = 0;
      int read = 0;
      while (read >= 0) {
        length += read;
        if (length > maxBytes) {
          throw new RefusedRequestException(
              413,
              "the body is larger than source.otlp.max_body, " + maxBytes
                  + " bytes, when it is inflated; send smaller batches");
        }
        if (length == content.length) {
          int wanted = (int) Math.min(
              maxBytes + 1,
              Math.max(MIN_BYTES, Math.max((long) GROWTH * body.length, 2L * length)));
          memory.add(wanted - content.length);
          content = Arrays.copyOf(content, wanted);
        }
        read = in.read(content, length, content.length - length);
      }
      return Arrays.copyOf(content, length);
    } catch (IOException e) {
      throw new RefusedRequestException(400, "the body is not gzip, as content-encoding says");
    }
  }
}
