/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

/** The version of HTTP that a transport speaks. */
enum HttpVersion {
  /** OTLP and other formats over HTTP. */
  HTTP_1_1("http/1.1"),
  /** gRPC. */
  HTTP_2("h2");

  private final String alpn;

  HttpVersion(String alpn) {
    this.alpn = alpn;
  }

  /** The name that the TLS handshake asks for (RFC 7301). */
  String alpn() {
    return alpn;
  }
}
