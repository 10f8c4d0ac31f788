/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/** The eight vendors. */
enum ChaosVendor {
  /** Never broken: it must get every span that the log took. */
  CONTROL(ReceiverProtocol.OTLP_HTTP, false, false),
  HTTP(ReceiverProtocol.OTLP_HTTP, false, true),
  /** Leaves the YAML file now and then, and returns. */
  SWAPPED(ReceiverProtocol.OTLP_HTTP, false, false),
  HTTPS(ReceiverProtocol.OTLP_HTTP, true, true),
  HTTPS_OTHER(ReceiverProtocol.OTLP_HTTP, true, false),
  GRPC(ReceiverProtocol.OTLP_GRPC, false, true),
  GRPC_SECURE(ReceiverProtocol.OTLP_GRPC, true, true),
  ZIPKIN(ReceiverProtocol.ZIPKIN, false, false);

  private final ReceiverProtocol protocol;
  private final boolean secure;
  private final boolean keyed;

  ChaosVendor(ReceiverProtocol protocol, boolean secure, boolean keyed) {
    this.protocol = protocol;
    this.secure = secure;
    this.keyed = keyed;
  }

  ReceiverProtocol protocol() {
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
