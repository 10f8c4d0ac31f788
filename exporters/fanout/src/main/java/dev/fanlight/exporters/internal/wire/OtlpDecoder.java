/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;

/** OTLP bytes to spans, the reverse of the encoder; any thread. Internal: no compatibility promise. */
public final class OtlpDecoder {

  /*
   * OtlpFields has the table of fields. Fields that it does not have are skipped, as are fields of another wire type.
   *
   * What the SDK's model cannot hold is left out: the dropped_attributes_count of a resource or scope, the entity_refs of a
   * resource, keys of a resource that are not ASCII, members of a trace state that are not valid, and all but the lowest ten
   * bits of the flags. An attribute without a key, and a link without ids, count as dropped. Equal keys of one span: the last
   * one counts, as in the SDK. Attributes come out in the order of the SDK, by key.
   *
   * A message that is not protobuf costs all of it. A span without ids, or with values nested too deeply, costs that span.
   */

  private final ReceivedOriginCache<Resource> resources = new ReceivedOriginCache<>();
  private final ReceivedOriginCache<InstrumentationScopeInfo> scopes = new ReceivedOriginCache<>();

  /**
   * Returns the spans of an ExportTraceServiceRequest.
   *
   * @param message not kept
   * @param length bytes of it that count, from the first one
   * @throws IllegalArgumentException if the bytes are not such a message; with the byte at which this shows
   */
  public DecodedSpans decode(byte[] message, int length) {
    OtlpValueReader values = new OtlpValueReader(length);
    return new OtlpMessageReader(resources, scopes, values)
        .read(new ProtoReader(message, 0, length));
  }
}
