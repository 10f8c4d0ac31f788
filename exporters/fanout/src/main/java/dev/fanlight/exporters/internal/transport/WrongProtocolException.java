/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.net.ProtocolException;

/** The peer speaks another version of HTTP than the one that it was spoken to in. */
final class WrongProtocolException extends ProtocolException {

  private static final long serialVersionUID = 1L;

  private static final int GRPC_PORT = 4317;
  private static final int HTTP_PORT = 4318;

  private final boolean speaksGrpc;

  private WrongProtocolException(String message, boolean speaksGrpc) {
    super(message);
    this.speaksGrpc = speaksGrpc;
  }

  /** The peer answers a request of HTTP/1.1 with a frame of HTTP/2. */
  static WrongProtocolException http2() {
    return new WrongProtocolException("the peer speaks HTTP/2, as gRPC does", true);
  }

  /** The peer answers a preface of HTTP/2 with a status line of HTTP/1.1. */
  static WrongProtocolException http1() {
    return new WrongProtocolException("the peer speaks HTTP/1.1 and no HTTP/2", false);
  }

  String cure(int port) {
    return speaksGrpc ? grpcCure(port) : httpCure(port);
  }

  /** Returns the cure for HTTP/1.1 that was sent to a port of gRPC. */
  static String grpcCure(int port) {
    return port == GRPC_PORT
        ? "4317 is OTLP over gRPC: use `protocol: grpc`, or port 4318"
        : "port " + port + " is OTLP over gRPC: use `protocol: grpc`, or the port for HTTP";
  }

  /** Returns the cure for gRPC that was sent to a port of HTTP/1.1. */
  static String httpCure(int port) {
    return port == HTTP_PORT
        ? "4318 is OTLP over HTTP: use `protocol: http`, or port 4317"
        : "port " + port + " is OTLP over HTTP: use `protocol: http`, or the port for gRPC";
  }
}
