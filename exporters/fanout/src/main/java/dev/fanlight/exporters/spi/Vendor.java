/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a vendor's node in the file: all properties that differ between vendors on the wire.
 *
 * @param wire the format it reads
 * @param protocol how the bytes travel
 * @param endpoint where requests go; http or https
 * @param headers sent with each request
 * @param signer signs the final bytes, or null
 * @param limits the maximum sizes and ages that it accepts
 * @param retryableStatuses HTTP statuses to retry besides 408, 425, 429, 500, 502 to 504 and 520 to 530
 * @param traceLink template of a trace's page, with {@code {trace_id}} in it, or null
 */
public record Vendor(
    WireFormat wire,
    Protocol protocol,
    URI endpoint,
    Headers headers,
    @Nullable Signer signer,
    Limits limits,
    Set<Integer> retryableStatuses,
    @Nullable String traceLink) {

  /** Checks the endpoint and copies the statuses. */
  public Vendor {
    Objects.requireNonNull(wire, "wire");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(limits, "limits");
    retryableStatuses = Set.copyOf(retryableStatuses);
    try {
      HostAndPort.of(endpoint);
    } catch (IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "endpoint is not an http or https address with a host; write it as https://host:port/path",
          unusable);
    }
  }

  /** Returns scheme, host and port of the endpoint, for messages: everything else in it may be a credential. */
  public String origin() {
    return endpoint.getScheme() + "://" + HostAndPort.of(endpoint);
  }

  /** Without the address: a part of it may be a credential. */
  @Override
  public String toString() {
    return "Vendor[" + wire.name() + " over " + protocol + "]";
  }

  /** The transport protocol. */
  public enum Protocol {
    /** Each request is one POST. */
    HTTP,
    /** A unary gRPC call a request. */
    GRPC
  }
}
