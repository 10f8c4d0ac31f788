/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor.Protocol;

/** A vendor's limits: the defaults, over them the values of the type, and over these the values of the file. */
final class LimitKeys {

  /** The maximum size of a message over HTTP if the vendor documents none: the Collector's. */
  static final int HTTP_MESSAGE_BYTES = 20 << 20;

  /** The maximum size of a message over gRPC, the default of common servers. */
  static final int GRPC_MESSAGE_BYTES = 4 << 20;

  private LimitKeys() {}

  /** Returns the limits of a type with our default for a message in place of no limit. */
  static Limits withDefaults(Limits type, Protocol protocol) {
    if (type.messageBytes() < Integer.MAX_VALUE) {
      return type;
    }
    return new Limits(
        type.requestBytes(),
        protocol == Protocol.GRPC ? GRPC_MESSAGE_BYTES : HTTP_MESSAGE_BYTES,
        type.attributeLength(),
        type.spanAge());
  }

  static Limits over(Limits type, ConfigNode limits) {
    return new Limits(
        asInt(limits.get(CommonKeys.LIMIT_REQUEST).orElse((long) type.requestBytes())),
        asInt(limits.get(CommonKeys.LIMIT_MESSAGE).orElse((long) type.messageBytes())),
        limits.get(CommonKeys.LIMIT_ATTRIBUTE).orElse(type.attributeLength()),
        limits.get(CommonKeys.LIMIT_SPAN_AGE).orElse(type.spanAge()));
  }

  private static int asInt(long bytes) {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }
}
