/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.List;
import java.util.Map;

/**
 * A vendor type that needs code of its own; found by {@link java.util.ServiceLoader}. A type that is only data
 * (addresses, headers, limits) belongs into the catalogue instead.
 *
 * <pre>{@code
 * public final class AcmeVendor implements VendorProvider {
 *   private static final ConfigKey<Secret> TOKEN = ConfigKey.required("token", ValueType.SECRET, "Ingest token.");
 *
 *   public String type() {
 *     return "acme";
 *   }
 *
 *   public String title() {
 *     return "Acme Traces";
 *   }
 *
 *   public List<ConfigKey<?>> keys() {
 *     return List.of(TOKEN);
 *   }
 *
 *   public Vendor create(ConfigNode node, Context context) {
 *     Headers headers = Secret.headers(Map.of("authorization", node.get(TOKEN).map(t -> "Bearer " + t)));
 *     return new Vendor(context.wire("otlp"), Vendor.Protocol.HTTP, URI.create("https://in.acme.example/v1/traces"),
 *         headers, null, Limits.NONE, Set.of(), "https://acme.example/trace/{trace_id}");
 *   }
 * }
 * }</pre>
 *
 * <p>A type with a client library of its own returns {@link Vendor#ofClient}, with a {@link VendorSender} that takes bytes and
 * returns an outcome. The keys of HTTP ({@code endpoint}, {@code headers}, {@code compression}, {@code tls}, {@code proxy}, …)
 * are refused for such a vendor, unless the type declares them.
 *
 * <p>The keys that every vendor has (rules, batch, retry, TLS, proxy, …) are read by the loader and are not to be
 * declared here. If a user gives {@code endpoint}, {@code headers} or {@code trace_link} and the type does not declare
 * them, they replace, add to, and replace the values of {@link #create}.
 */
public interface VendorProvider {

  /** The type's name in the file, snake_case, for example {@code acme}. */
  String type();

  /** The vendor's own name, for people. */
  String title();

  /** The keys of this type, in the order of the documentation. */
  List<ConfigKey<?>> keys();

  /**
   * Creates the vendor that the keys describe; opens and contacts no resource.
   *
   * @throws IllegalArgumentException if the keys do not fit each other; best from {@link ConfigNode#refuse}
   */
  Vendor create(ConfigNode node, Context context);

  /**
   * Returns resource attributes that the vendor demands of every span, for example to route it; they replace
   * attributes of the same name, and the user's {@code add} replaces them. Default: no attributes.
   */
  default Map<String, String> resourceAttributes(ConfigNode node) {
    return Map.of();
  }

  /** The questions that a type may ask of the fan-out. */
  interface Context {

    /** The vendor's key in the file. */
    String name();

    /**
     * A wire format.
     *
     * @param name for example {@code otlp} or {@code zipkin}
     * @throws IllegalArgumentException if no wire of this name is on the class path; the message names the artifact
     */
    WireFormat wire(String name);
  }
}
