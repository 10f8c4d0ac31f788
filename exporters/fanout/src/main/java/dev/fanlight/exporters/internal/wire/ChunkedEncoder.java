/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/** An encoder that can write its message in several arrays. */
public interface ChunkedEncoder extends WireFormat.Encoder {

  /**
   * Encodes the spans as one message.
   *
   * @param spans at least one; read during the call only
   * @return the encoder's own buffer; its user clears it before the next call
   * @throws IllegalArgumentException if the message would be larger than 64 MiB
   */
  MessageBuffer encodeInChunks(List<SpanData> spans);
}
