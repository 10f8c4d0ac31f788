/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Fields;
import dev.fanlight.exporters.internal.settings.HeaderRules;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.Vendor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vendor's headers: each can be sent as the file gives it, or is refused with its place. */
final class VendorHeaderReader {

  private static final String KEY = CommonKeys.HEADERS.name();

  /** Fields that belong to the request's framing and body. */
  private static final Set<String> OURS = Set.of(
      "connection",
      "content-encoding",
      "content-length",
      "content-type",
      "expect",
      "te",
      "trailer",
      "transfer-encoding",
      "upgrade");

  private final ReadNode node;
  private final Map<String, Field> given;

  /**
   * The headers of a vendor.
   *
   * @param node its keys
   * @param value its mapping, for the places
   */
  VendorHeaderReader(ReadNode node, YamlValue value) {
    this.node = node;
    this.given = given(value);
  }

  /** Returns true if the name, in lower case, is a field that Fanlight sets itself. */
  static boolean isOurs(String name) {
    return OURS.contains(name);
  }

  private static Map<String, Field> given(YamlValue value) {
    Field headers = value instanceof Fields vendor ? vendor.fields().get(KEY) : null;
    return headers != null && headers.value() instanceof Fields fields ? fields.fields() : Map.of();
  }

  /**
   * The vendor with headers that go on as they are when a rotated secret makes them unusable.
   *
   * @param keys of its type
   * @throws ReadNode.Refused if a header cannot be sent
   */
  Vendor checked(Vendor vendor, List<ConfigKey<?>> keys) {
    checkNames();
    boolean isGrpc = vendor.protocol() == Vendor.Protocol.GRPC;
    Map<String, String> current;
    try {
      current = vendor.headers().current();
    } catch (IllegalStateException notYet) {
      return vendor; // a plugin's credentials that come later; its lane asks again
    }
    for (Map.Entry<String, String> header : current.entrySet()) {
      String fault = fault(header.getKey(), header.getValue(), isGrpc);
      if (fault != null) {
        throw refusal(header.getKey(), fault, keys, isGrpc);
      }
    }
    return VendorCopies.with(
        vendor, vendor.endpoint(), new UsableHeaders(vendor.headers(), current, isGrpc));
  }

  private void checkNames() {
    Map<String, SourceLocation> before = new HashMap<>();
    for (Map.Entry<String, Field> header : given.entrySet()) {
      if (header.getValue().value() instanceof YamlValue.Null) {
        continue;
      }
      SourceLocation place = header.getValue().place();
      String name = header.getKey().toLowerCase(Locale.ROOT);
      String fault = HeaderRules.fault(name, "");
      if (fault != null) {
        throw refusal(place, fault);
      }
      if (OURS.contains(name)) {
        throw refusal(place, name + " is set by Fanlight itself; leave it out");
      }
      SourceLocation twin = before.put(name, place);
      if (twin != null) {
        throw refusal(place, "this header is there twice, first at " + twin);
      }
    }
  }

  private static @Nullable String fault(String name, String value, boolean isGrpc) {
    return isGrpc ? HeaderRules.grpcFault(name, value) : HeaderRules.fault(name, value);
  }

  private IllegalArgumentException refusal(
      String name, String fault, List<ConfigKey<?>> keys, boolean isGrpc) {
    for (Map.Entry<String, Field> header : given.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return refusal(header.getValue().value().place(), fault);
      }
    }
    for (ConfigKey<?> key : keys) {
      Secret secret = key.kind() == ValueType.SECRET ? secret(key) : null;
      if (secret != null && fault(name, secret.reveal(), isGrpc) != null) {
        return node.refuse(key, fault);
      }
    }
    return new IllegalArgumentException(fault);
  }

  private @Nullable Secret secret(ConfigKey<?> key) {
    if (!node.has(key)) {
      return null;
    }
    Object value = node.get(key);
    return (Secret) (value instanceof Optional<?> optional ? optional.orElse(null) : value);
  }

  private ReadNode.Refused refusal(SourceLocation place, String message) {
    return new ReadNode.Refused(place, KeyReader.under(node.path(), KEY), message);
  }
}
