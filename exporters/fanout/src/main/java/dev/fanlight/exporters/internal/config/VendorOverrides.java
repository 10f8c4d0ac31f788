/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The vendor as its type created it, with the user's values over it. */
final class VendorOverrides {

  private VendorOverrides() {}

  static Vendor over(Vendor vendor, VendorProvider type, ReadNode node) {
    return new Vendor(
        vendor.wire(),
        vendor.protocol(),
        endpoint(vendor, type, node),
        headers(vendor.headers(), node),
        vendor.signer(),
        LimitKeys.over(
            LimitKeys.withDefaults(vendor.limits(), vendor.protocol()),
            node.get(CommonKeys.LIMITS)),
        union(vendor.retryableStatuses(), node.get(CommonKeys.RETRYABLE)),
        traceLink(vendor, node),
        vendor.senderFactory(),
        vendor.renewal());
  }

  private static @Nullable String traceLink(Vendor vendor, ReadNode node) {
    String given =
        node.getIfDeclared(CommonKeys.TRACE_LINK).orElse(Optional.empty()).orElse(null);
    if (given == null) {
      return vendor.traceLink();
    }
    boolean isAddress = given.startsWith("https://") || given.startsWith("http://");
    if (!isAddress || !given.contains("{trace_id}")) {
      throw node.refuse(
          CommonKeys.TRACE_LINK,
          "is no address of a trace's page; give an http or https address with {trace_id} in it");
    }
    return given;
  }

  /** A given endpoint without a path keeps the type's path. */
  private static URI endpoint(Vendor vendor, VendorProvider type, ReadNode node) {
    for (ConfigKey<?> key : type.keys()) {
      if (key.name().equals("endpoint")) {
        return vendor.endpoint(); // the type has seen to it
      }
    }
    URI given = node.get(CommonKeys.ENDPOINT).orElse(null);
    if (given == null) {
      return vendor.endpoint();
    }
    return AddressRules.hasPath(given) ? given : given.resolve(vendor.endpoint().getRawPath());
  }

  private static Headers headers(Headers own, ReadNode node) {
    Map<String, Secret> given = node.getIfDeclared(CommonKeys.HEADERS).orElse(Map.of());
    return given.isEmpty() ? own : new JoinedHeaders(own, Secret.headers(given));
  }

  private static Set<Integer> union(Set<Integer> own, List<Integer> given) {
    Set<Integer> both = new HashSet<>(own);
    both.addAll(given);
    return both;
  }
}
