/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * The address by which the connections of one peer are counted: an IPv4 address, or the first 64 bits of an IPv6 address,
 * because one host may choose the last 64 bits.
 *
 * @param isIpv6 whether the bits are the first half of an IPv6 address
 * @param bits bits of the address
 */
record PeerAddress(boolean isIpv6, long bits) {
  static PeerAddress of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == Integer.BYTES
        ? new PeerAddress(false, bytes.getInt())
        : new PeerAddress(true, bytes.getLong());
  }

  /** Returns the address for a log line. */
  @Override
  public String toString() {
    ByteBuffer bytes = ByteBuffer.allocate(isIpv6 ? 2 * Long.BYTES : Integer.BYTES);
    byte[] address = (isIpv6 ? bytes.putLong(bits) : bytes.putInt((int) bits)).array();
    try {
      return InetAddress.getByAddress(address).getHostAddress() + (isIpv6 ? "/64" : "");
    } catch (UnknownHostException impossible) { // thrown for a wrong length only
      return "unknown";
    }
  }
}
