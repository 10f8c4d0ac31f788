/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.Preset.Parameter;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.Vendor.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An entry of the catalogue, as far as a vendor is made of it; the keys below are its format. */
record PresetData(String type, ConfigNode node) {

  private static final ConfigKey<String> TITLE =
      ConfigKey.required("title", ValueType.TEXT, "The vendor's own name.");

  private static final ConfigKey<Status> STATUS = ConfigKey.of(
      "status",
      ValueType.oneOf(Status.class),
      Status.ACTIVE,
      "Whether the vendor can be used today.");

  private static final ConfigKey<Optional<String>> NOTICE = ConfigKey.optional(
      "notice", ValueType.TEXT, "What a user of a vendor that is not active should know.");

  private static final ConfigKey<String> WIRE =
      ConfigKey.of("wire", ValueType.TEXT, "otlp", "Name of the wire.");

  private static final ConfigKey<List<Protocol>> PROTOCOLS = ConfigKey.of(
      "protocols",
      ValueType.list(CommonKeys.PROTOCOLS),
      List.of(Protocol.HTTP),
      "The first is the default.");

  private static final ConfigKey<Optional<String>> HTTP =
      ConfigKey.optional("http", ValueType.TEXT, "Template of the address over HTTP.");

  private static final ConfigKey<Optional<String>> GRPC =
      ConfigKey.optional("grpc", ValueType.TEXT, "Template of the address over gRPC.");

  private static final ConfigKey<String> PATH = ConfigKey.of(
      "path", ValueType.TEXT, "/v1/traces", "Template of the path for an endpoint that has none.");

  private static final ConfigKey<Optional<String>> EXAMPLE =
      ConfigKey.optional("example", ValueType.TEXT, "An endpoint, for messages and documentation.");

  private static final ConfigKey<Boolean> REQUIRED =
      ConfigKey.of("required", ValueType.FLAG, false, "Whether it must be there.");

  private static final ConfigKey<Boolean> SECRET =
      ConfigKey.of("secret", ValueType.FLAG, false, "Whether it is a secret.");

  private static final ConfigKey<Optional<String>> DEFAULT =
      ConfigKey.optional("default", ValueType.TEXT, "Its value where the user gives none.");

  private static final ConfigKey<Optional<String>> DERIVED = ConfigKey.optional(
      "derived",
      ValueType.TEXT,
      "Template of its value where the user gives an endpoint instead, with {endpoint.base}, {endpoint.scheme} and"
          + " {endpoint.host} in it.");

  private static final ConfigKey<Map<String, Map<String, String>>> VALUES = ConfigKey.of(
      "values",
      ValueType.map(ValueType.map(ValueType.TEXT)),
      Map.of(),
      "The only values, each with texts that stand for it in templates as {key.text}.");

  private static final ConfigKey<String> DOC =
      ConfigKey.required("doc", ValueType.TEXT, "One sentence.");

  private static final ConfigKey<Map<String, ConfigNode>> KEYS = ConfigKey.of(
      "keys",
      ValueType.map(ValueType.mapping(REQUIRED, SECRET, DEFAULT, DERIVED, VALUES, DOC)),
      Map.of(),
      "The vendor's own keys.");

  private static final ConfigKey<List<String>> ONE_OF = ConfigKey.of(
      "one_of",
      ValueType.list(ValueType.TEXT),
      List.of(),
      "Keys of which exactly one must be there.");

  private static final ConfigKey<Map<String, List<String>>> HEADERS = ConfigKey.of(
      "headers",
      ValueType.map(ValueType.list(ValueType.TEXT)),
      Map.of(),
      "Templates, of which the first counts whose keys all have a value.");

  private static final ConfigKey<Map<String, String>> ATTRIBUTES = ConfigKey.of(
      "attributes",
      ValueType.map(ValueType.TEXT),
      Map.of(),
      "Templates of resource attributes that the vendor demands.");

  private static final ConfigKey<List<Integer>> RETRYABLE = ConfigKey.of(
      "retryable",
      ValueType.list(ValueType.integer(400, 599)),
      List.of(),
      "Statuses to retry besides the usual ones.");

  private static final ConfigKey<Optional<String>> LINK =
      ConfigKey.optional("link", ValueType.TEXT, "Template of a trace's page.");

  /** The keys of an entry, except {@link PresetNotes}. */
  static final List<ConfigKey<?>> FORMAT = List.of(
      TITLE,
      STATUS,
      NOTICE,
      WIRE,
      PROTOCOLS,
      HTTP,
      GRPC,
      PATH,
      EXAMPLE,
      KEYS,
      ONE_OF,
      HEADERS,
      ATTRIBUTES,
      CommonKeys.LIMITS,
      RETRYABLE,
      LINK);

  String title() {
    return node.get(TITLE);
  }

  Status status() {
    return node.get(STATUS);
  }

  Optional<String> notice() {
    return node.get(NOTICE);
  }

  String wire() {
    return node.get(WIRE);
  }

  List<Protocol> protocols() {
    return node.get(PROTOCOLS);
  }

  /** Templates by protocol, in lower case. */
  Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    http().ifPresent(http -> addresses.put("http", http));
    grpc().ifPresent(grpc -> addresses.put("grpc", grpc));
    return addresses;
  }

  Optional<String> http() {
    return node.get(HTTP);
  }

  Optional<String> grpc() {
    return node.get(GRPC);
  }

  String path() {
    return node.get(PATH);
  }

  Optional<String> example() {
    return node.get(EXAMPLE);
  }

  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    for (Map.Entry<String, ConfigNode> key : node.get(KEYS).entrySet()) {
      parameters.add(parameter(key.getKey(), key.getValue()));
    }
    return List.copyOf(parameters);
  }

  private static Parameter parameter(String name, ConfigNode key) {
    Map<String, Map<String, String>> values = key.get(VALUES);
    ValueType<?> kind = ValueType.TEXT;
    if (key.get(SECRET)) {
      kind = ValueType.SECRET;
    } else if (!values.isEmpty()) {
      kind = ValueType.oneOf(values.keySet().toArray(String[]::new));
    }
    return new Parameter(
        Preset.key(name, kind, key.get(REQUIRED), key.get(DEFAULT), key.get(DOC)),
        values,
        key.get(DERIVED));
  }

  List<String> oneOf() {
    return node.get(ONE_OF);
  }

  Map<String, List<String>> headers() {
    return node.get(HEADERS);
  }

  Map<String, String> attributes() {
    return node.get(ATTRIBUTES);
  }

  Limits limits() {
    return LimitKeys.over(Limits.NONE, node.get(CommonKeys.LIMITS));
  }

  List<Integer> retryable() {
    return node.get(RETRYABLE);
  }

  Optional<String> link() {
    return node.get(LINK);
  }

  /** The state of a vendor's service. */
  enum Status {
    /** Yes. */
    ACTIVE,
    /** Yes, but the vendor calls it a preview or a beta. */
    PREVIEW,
    /** Accepts spans of customers with a contract. */
    END_OF_LIFE,
    /** Not without code that is not here yet. */
    PLANNED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
