/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.Vendor;
import java.net.URI;

/** Changed copies of vendors. */
final class VendorCopies {

  private VendorCopies() {}

  static Vendor with(Vendor vendor, URI endpoint, Headers headers) {
    return new Vendor(
        vendor.wire(),
        vendor.protocol(),
        endpoint,
        headers,
        vendor.signer(),
        vendor.limits(),
        vendor.retryableStatuses(),
        vendor.traceLink(),
        vendor.senderFactory(),
        vendor.renewal());
  }
}
