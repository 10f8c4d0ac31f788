/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.ByteArrayOutputStream;

/** The body of an OTLP answer that takes spans back. */
final class PartialSuccess {

  private PartialSuccess() {}

  /** Returns an ExportTraceServiceResponse with partial_success (field 1) of rejected_spans (field 1), fewer than 128. */
  static byte[] encode(int rejected) {
    if (rejected < 1 || rejected > 127) {
      throw new IllegalArgumentException("rejected is " + rejected + "; use 1 to 127");
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x0A, 2, 0x08, (byte) rejected});
    return out.toByteArray();
  }
}
