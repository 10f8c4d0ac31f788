/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.Preset.Parameter;
import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Kind;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Node;
import dev.fanlight.exporters.spi.Vendor.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An entry of the catalogue, as far as a vendor is made of it; the keys below are its format. */
record PresetData(String type, Node node) {

  private static final Key<String> TITLE =
      Key.required("title", Kind.TEXT, "The vendor's own name.");

  private static final Key<Status> STATUS = Key.of(
      "status", Kind.oneOf(Status.class), Status.ACTIVE, "Whether the vendor can be used today.");

  private static final Key<Optional<String>> NOTICE =
      Key.optional("notice", Kind.TEXT, "What a user of a vendor that is not active should know.");

  private static final Key<String> WIRE = Key.of("wire", Kind.TEXT, "otlp", "Name of the wire.");

  private static final Key<List<Protocol>> PROTOCOLS = Key.of(
      "protocols",
      Kind.list(Kind.oneOf(Protocol.class)),
      List.of(Protocol.HTTP),
      "The first is the default.");

  private static final Key<Optional<String>> HTTP =
      Key.optional("http", Kind.TEXT, "Template of the address over HTTP.");

  private static final Key<Optional<String>> GRPC =
      Key.optional("grpc", Kind.TEXT, "Template of the address over gRPC.");

  private static final Key<String> PATH = Key.of(
      "path", Kind.TEXT, "/v1/traces", "Template of the path for an endpoint that has none.");

  private static final Key<Optional<String>> EXAMPLE =
      Key.optional("example", Kind.TEXT, "An endpoint, for messages and documentation.");

  private static final Key<Boolean> REQUIRED =
      Key.of("required", Kind.FLAG, false, "Whether it must be there.");

  private static final Key<Boolean> SECRET =
      Key.of("secret", Kind.FLAG, false, "Whether it is a secret.");

  private static final Key<Optional<String>> DEFAULT =
      Key.optional("default", Kind.TEXT, "Its value where the user gives none.");

  private static final Key<Optional<String>> DERIVED = Key.optional(
      "derived",
      Kind.TEXT,
      "Template of its value where the user gives an endpoint instead, with {endpoint.base}, {endpoint.scheme} and"
          + " {endpoint.host} in it.");

  private static final Key<Map<String, Map<String, String>>> VALUES = Key.of(
      "values",
      Kind.map(Kind.map(Kind.TEXT)),
      Map.of(),
      "The only values, each with texts that stand for it in templates as {key.text}.");

  private static final Key<String> DOC = Key.required("doc", Kind.TEXT, "One sentence.");

  private static final Key<Map<String, Node>> KEYS = Key.of(
      "keys",
      Kind.map(Kind.mapping(REQUIRED, SECRET, DEFAULT, DERIVED, VALUES, DOC)),
      Map.of(),
      "The vendor's own keys.");

  private static final Key<List<String>> ONE_OF =
      Key.of("one_of", Kind.list(Kind.TEXT), List.of(), "Keys of which exactly one must be there.");

  private static final Key<Map<String, List<String>>> HEADERS = Key.of(
      "headers",
      Kind.map(Kind.list(Kind.TEXT)),
      Map.of(),
      "Templates, of which the first counts whose keys all have a value.");

  private static final Key<Map<String, String>> ATTRIBUTES = Key.of(
      "attributes",
      Kind.map(Kind.TEXT),
      Map.of(),
      "Templates of resource attributes that the vendor demands.");

  private static final Key<List<Integer>> RETRYABLE = Key.of(
      "retryable",
      Kind.list(Kind.integer(400, 599)),
      List.of(),
      "Statuses to retry besides the usual ones.");

  private static final Key<Optional<String>> LINK =
      Key.optional("link", Kind.TEXT, "Template of a trace's page.");

  /** What an entry holds, but for {@link PresetNotes}. */
  static final List<Key<?>> FORMAT = List.of(
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
    for (Map.Entry<String, Node> key : node.get(KEYS).entrySet()) {
      parameters.add(parameter(key.getKey(), key.getValue()));
    }
    return List.copyOf(parameters);
  }

  private static Parameter parameter(String name, Node key) {
    Map<String, Map<String, String>> values = key.get(VALUES);
    Kind<?> kind = Kind.TEXT;
    if (key.get(SECRET)) {
      kind = Kind.SECRET;
    } else if (!values.isEmpty()) {
      kind = Kind.oneOf(values.keySet().toArray(String[]::new));
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

  /** Whether a vendor can be used today. */
  enum Status {
    /** Yes. */
    ACTIVE,
    /** Yes, but the vendor calls it a preview or a beta. */
    PREVIEW,
    /** For those who still have a contract. */
    END_OF_LIFE,
    /** Not without code that is not here yet. */
    PLANNED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
