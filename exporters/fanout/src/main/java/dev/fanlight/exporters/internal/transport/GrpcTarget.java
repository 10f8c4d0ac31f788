/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.net.URI;
import java.time.Duration;

/**
 * What a gRPC sender is made for.
 *
 * @param endpoint scheme, host and port
 * @param encoding of the messages: gzip or identity
 * @param timeout of a call
 */
record GrpcTarget(URI endpoint, String encoding, Duration timeout) {

  static GrpcTarget of(Request request) {
    Origin origin = Origin.of(request.uri());
    return new GrpcTarget(
        URI.create((origin.secure() ? "https://" : "http://") + origin.authority()),
        request.headers().getOrDefault("content-encoding", "identity"),
        request.timeout());
  }

  /** Whether it leads to the same place with another time-out, which a sender has for good. */
  boolean isReplacedBy(GrpcTarget newer) {
    return endpoint.equals(newer.endpoint)
        && encoding.equals(newer.encoding)
        && !timeout.equals(newer.timeout);
  }

  String authority() {
    return endpoint.getRawAuthority();
  }
}
