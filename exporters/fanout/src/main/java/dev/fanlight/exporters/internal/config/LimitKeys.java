/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Node;

/** A vendor's limits: what the type says, and over it what the file says. */
final class LimitKeys {

  private LimitKeys() {}

  static Limits over(Limits type, Node limits) {
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
