/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a vendor's node in the file: all properties that differ between vendors on the wire.
 *
 * <p>A vendor is reached over HTTP or gRPC, which Fanlight speaks itself, or by a client of its own
 * ({@link #ofClient}).
 *
 * @param wire the format it reads
 * @param protocol how the bytes travel
 * @param endpoint where requests go; http or https, and any scheme for {@link Protocol#CLIENT}
 * @param headers sent with each request
 * @param signer signs the final bytes, or null
 * @param limits the maximum sizes and ages that it accepts
 * @param retryableStatuses HTTP statuses to retry besides 408, 425, 429, 500, 502 to 504 and 520 to 530
 * @param traceLink template of a trace's page, with {@code {trace_id}} in it, or null
 * @param senderFactory creates the vendor's own client for {@link Protocol#CLIENT}, otherwise null
 * @param renewal renews the credentials of the headers, the signer or the client, or null if they do not expire
 */
public record Vendor(
    WireFormat wire,
    Protocol protocol,
    URI endpoint,
    Headers headers,
    @Nullable Signer signer,
    Limits limits,
    Set<Integer> retryableStatuses,
    @Nullable String traceLink,
    @Nullable VendorSenderFactory senderFactory,
    @Nullable Renewal renewal) {

  /** Checks the endpoint and copies the statuses. */
  public Vendor {
    Objects.requireNonNull(wire, "wire");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(limits, "limits");
    retryableStatuses = Set.copyOf(retryableStatuses);
    if ((protocol == Protocol.CLIENT) != (senderFactory != null)) {
      throw new IllegalArgumentException(
          "a sender factory belongs to the protocol CLIENT; create such a vendor by Vendor.ofClient");
    }
    if (protocol == Protocol.CLIENT) {
      requireDestination(endpoint);
    } else {
      requireHost(endpoint);
    }
  }

  /** A vendor that Fanlight reaches over HTTP or gRPC; the parameters are those of the record. */
  public Vendor(
      WireFormat wire,
      Protocol protocol,
      URI endpoint,
      Headers headers,
      @Nullable Signer signer,
      Limits limits,
      Set<Integer> retryableStatuses,
      @Nullable String traceLink) {
    this(
        wire,
        protocol,
        endpoint,
        headers,
        signer,
        limits,
        retryableStatuses,
        traceLink,
        null,
        null);
  }

  /**
   * Returns a vendor that is reached by a client library of its own.
   *
   * @param destination identifies the destination: batches on disk are kept for it, and messages show it. An absolute
   *     address of any scheme with an authority, for example {@code kafka://broker:9092/topic}; without user, query and
   *     credentials
   * @param senderFactory creates the client
   * @param limits the maximum sizes and ages that it accepts; {@link Limits#messageBytes()} is the size of a batch
   * @param traceLink template of a trace's page, with {@code {trace_id}} in it, or null
   * @throws IllegalArgumentException if the destination is not such an address
   */
  public static Vendor ofClient(
      WireFormat wire,
      URI destination,
      VendorSenderFactory senderFactory,
      Limits limits,
      @Nullable String traceLink) {
    return new Vendor(
        wire,
        Protocol.CLIENT,
        destination,
        Headers.of(Map.of()),
        null,
        limits,
        Set.of(),
        traceLink,
        Objects.requireNonNull(senderFactory, "senderFactory"),
        null);
  }

  /** Returns this vendor with credentials that expire: the headers, the signer or the client use the renewed ones. */
  public Vendor renewedBy(Renewal newRenewal) {
    return new Vendor(
        wire,
        protocol,
        endpoint,
        headers,
        signer,
        limits,
        retryableStatuses,
        traceLink,
        senderFactory,
        Objects.requireNonNull(newRenewal, "newRenewal"));
  }

  private static void requireHost(URI endpoint) {
    try {
      HostAndPort.of(endpoint);
    } catch (IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "endpoint is not an http or https address with a host; write it as https://host:port/path",
          unusable);
    }
  }

  private static void requireDestination(URI destination) {
    String authority = destination.getRawAuthority();
    if (destination.getScheme() == null
        || authority == null
        || authority.indexOf('@') >= 0
        || destination.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "destination is not an address with scheme and authority, without user and query; write it as"
              + " scheme://host:port/path");
    }
  }

  /**
   * Returns scheme, host and port of the endpoint, for messages: everything else in it may be a credential. Of a vendor
   * with its own client, returns the whole destination.
   */
  public String origin() {
    if (protocol == Protocol.CLIENT) {
      return endpoint.toString();
    }
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
    GRPC,
    /** Each batch is passed to the vendor's own client, a {@link VendorSender}; no value of the file's {@code protocol}. */
    CLIENT
  }
}
