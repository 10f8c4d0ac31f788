/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.telemetry;

import dev.fanlight.exporters.internal.transport.Origin;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A vendor as a component of the SDK: its type, its name, and the server it leads to. Of an endpoint, host and port alone:
 * path, query and user info hold secrets.
 */
final class VendorAttributes {

  static final AttributeKey<String> TYPE = AttributeKey.stringKey("otel.component.type");
  static final AttributeKey<String> NAME = AttributeKey.stringKey("otel.component.name");
  private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final String VENDOR = "dev.fanlight.exporters.Vendor";

  private final Supplier<Map<String, URI>> endpoints;
  private final Map<String, URI> last = new ConcurrentHashMap<>();

  /**
   * Attributes of vendors.
   *
   * @param endpoints by vendor, of the running vendors; a vendor that has left keeps its last endpoint
   */
  VendorAttributes(Supplier<Map<String, URI>> endpoints) {
    this.endpoints = endpoints;
  }

  /** Returns the attributes that a reader sees at this moment. */
  Attributes of(String vendor) {
    last.putAll(endpoints.get());
    URI endpoint = last.get(vendor);
    return endpoint == null ? unplaced(vendor) : of(vendor, endpoint);
  }

  static Attributes unplaced(String vendor) {
    return Attributes.of(TYPE, VENDOR, NAME, vendor);
  }

  static Attributes of(String vendor, URI endpoint) {
    AttributesBuilder attributes = unplaced(vendor).toBuilder();
    try {
      Origin server = Origin.of(endpoint);
      attributes.put(ADDRESS, server.host()).put(PORT, server.port());
    } catch (IllegalArgumentException ignored) {
      // an endpoint without a server; its requests fail, with a message
    }
    return attributes.build();
  }
}
