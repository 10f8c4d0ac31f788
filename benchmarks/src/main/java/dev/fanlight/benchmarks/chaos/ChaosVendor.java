/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/** The eight vendors. */
enum ChaosVendor {
  /** Never broken: it must get every span that the log took. */
  CONTROL(Protocol.OTLP_HTTP, false, false),
  HTTP(Protocol.OTLP_HTTP, false, true),
  /** Leaves the YAML file now and then, and returns. */
  SWAPPED(Protocol.OTLP_HTTP, false, false),
  HTTPS(Protocol.OTLP_HTTP, true, true),
  HTTPS_OTHER(Protocol.OTLP_HTTP, true, false),
  GRPC(Protocol.OTLP_GRPC, false, true),
  GRPC_SECURE(Protocol.OTLP_GRPC, true, true),
  ZIPKIN(Protocol.ZIPKIN, false, false);

  private final Protocol protocol;
  private final boolean secure;
  private final boolean keyed;

  ChaosVendor(Protocol protocol, boolean secure, boolean keyed) {
    this.protocol = protocol;
    this.secure = secure;
    this.keyed = keyed;
  }

  Protocol protocol() {
    return protocol;
  }

  boolean isSecure() {
    return secure;
  }

  boolean hasKey() {
    return keyed;
  }

  /** Returns the name in the YAML file. */
  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
