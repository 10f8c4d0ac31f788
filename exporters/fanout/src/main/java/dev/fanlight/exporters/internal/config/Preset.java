/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Kind;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Node;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.Vendor.Protocol;
import dev.fanlight.exporters.spi.VendorProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A vendor type that is only data: an entry of the catalogue. */
final class Preset implements VendorProvider {

  private static final int GRPC_MESSAGE_BYTES =
      4 << 20; // what gRPC servers take unless told otherwise

  private final String type;
  private final Supplier<PresetData> source;
  private @Nullable Read read;

  /**
   * A preset.
   *
   * @param type its name
   * @param source asked once, when the entry is first needed
   */
  Preset(String type, Supplier<PresetData> source) {
    this.type = type;
    this.source = source;
  }

  PresetData data() {
    return read().data;
  }

  private List<Parameter> parameters() {
    return read().parameters;
  }

  private synchronized Read read() {
    if (read == null) {
      PresetData data = source.get();
      read = new Read(data, data.parameters());
    }
    return read;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public String title() {
    return data().title();
  }

  @Override
  public List<Key<?>> keys() {
    List<Key<?>> keys = new ArrayList<>();
    parameters().forEach(parameter -> keys.add(parameter.key()));
    keys.add(CommonKeys.ENDPOINT);
    keys.add(CommonKeys.PROTOCOL);
    return keys;
  }

  @Override
  public Vendor create(Node node, Context context) {
    if (data().status() == PresetData.Status.PLANNED) {
      throw new IllegalArgumentException(
          title() + " cannot be used yet: " + data().notice().orElse("it is planned"));
    }
    refuseUnlessOne(node);
    Protocol protocol = protocol(node);
    return new Vendor(
        context.wire(data().wire()),
        protocol,
        endpoint(node, protocol),
        Secret.headers(headers(node)),
        null,
        limits(protocol),
        new LinkedHashSet<>(data().retryable()),
        link(node).orElse(null));
  }

  @Override
  public Map<String, String> resourceAttributes(Node node) {
    Map<String, String> attributes = new LinkedHashMap<>();
    data()
        .attributes()
        .forEach((key, template) -> fill(template, node)
            .map(Secret::reveal)
            .ifPresent(value -> attributes.put(key, value)));
    return attributes;
  }

  private void refuseUnlessOne(Node node) {
    List<Parameter> choice = parameters().stream()
        .filter(parameter -> data().oneOf().contains(parameter.name()))
        .toList();
    long given = choice.stream().filter(parameter -> node.has(parameter.key())).count();
    if (!choice.isEmpty() && given != 1) {
      String names = choice.stream().map(Parameter::name).collect(Collectors.joining(" or "));
      throw node.refuse(
          choice.get(0).key(), "give " + names + ", one of them; " + given + " are there");
    }
  }

  private Limits limits(Protocol protocol) {
    Limits limits = data().limits();
    return protocol == Protocol.HTTP
        ? limits
        : new Limits(
            limits.requestBytes(),
            Math.min(limits.messageBytes(), GRPC_MESSAGE_BYTES),
            limits.attributeLength(),
            limits.spanAge());
  }

  private Protocol protocol(Node node) {
    Protocol protocol = node.get(CommonKeys.PROTOCOL).orElse(data().protocols().get(0));
    if (!data().protocols().contains(protocol)) {
      throw node.refuse(
          CommonKeys.PROTOCOL,
          title() + " does not take it; it takes "
              + data().protocols().stream()
                  .map(each -> each.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ")));
    }
    return protocol;
  }

  private URI endpoint(Node node, Protocol protocol) {
    Optional<URI> given = node.get(CommonKeys.ENDPOINT);
    if (given.isPresent()) {
      return protocol == Protocol.GRPC
          ? withoutPath(given.get(), node)
          : withPath(given.get(), node);
    }
    Optional<String> own = protocol == Protocol.GRPC ? data().grpc() : data().http();
    String address = own.flatMap(template -> fill(template, node))
        .map(Secret::reveal)
        .orElseThrow(() -> node.refuse(
            CommonKeys.ENDPOINT,
            "is missing; give the address that " + title() + " shows you"
                + data().example().map(example -> ", such as " + example).orElse("")));
    try {
      return URI.create(address);
    } catch (IllegalArgumentException malformed) {
      throw node.refuse(
          parameters().isEmpty() ? CommonKeys.ENDPOINT : parameters().get(0).key(),
          "does not make an address together with the others; look for spaces and special characters");
    }
  }

  private URI withPath(URI given, Node node) {
    return Addresses.hasPath(given) ? given : given.resolve(path(node));
  }

  private String path(Node node) {
    return fill(data().path(), node).map(Secret::reveal).orElse("/v1/traces");
  }

  private URI withoutPath(URI given, Node node) {
    if (Addresses.hasPath(given)) {
      throw node.refuse(
          CommonKeys.ENDPOINT,
          "has a path, which gRPC does not use; leave it out, or set protocol: http");
    }
    return given;
  }

  private Map<String, Secret> headers(Node node) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    data()
        .headers()
        .forEach((name, templates) -> templates.stream()
            .flatMap(template -> fill(template, node).stream())
            .findFirst()
            .ifPresent(value -> headers.put(name, value)));
    return headers;
  }

  private Optional<Secret> fill(String template, Node node) {
    return Template.of(template).fill(name -> value(name, node));
  }

  /** The declared key of this name. */
  Key<?> key(String name) {
    return parameters().stream()
        .map(Parameter::key)
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The template of a trace's page, if the user gave all it needs. */
  Optional<String> link(Node node) {
    return data().link().flatMap(link -> fill(link, node)).map(Secret::reveal);
  }

  /** What the user gave, or a text that stands for it: {@code key} or {@code key.column}. */
  Optional<Secret> value(String name, Node node) {
    if (name.equals("trace_id")) {
      return Optional.of(Secret.of("{trace_id}")); // put in when a link is asked for
    }
    int dot = name.indexOf('.');
    String parameter = dot < 0 ? name : name.substring(0, dot);
    return parameters().stream()
        .filter(each -> each.name().equals(parameter))
        .findFirst()
        .flatMap(each -> each.value(node, dot < 0 ? "" : name.substring(dot + 1)));
  }

  /** The entry and its keys, which are compared by identity and so are made once. */
  private record Read(PresetData data, List<Parameter> parameters) {}

  /**
   * A value of the vendor's own that the user gives.
   *
   * @param key as it is declared
   * @param columns for a choice: each word to further texts that stand for it
   */
  record Parameter(Key<?> key, Map<String, Map<String, String>> columns) {

    String name() {
      return key.name();
    }

    Optional<Secret> value(Node node, String column) {
      Object value = node.get(key);
      Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (present == null) {
        return Optional.empty();
      }
      if (present instanceof Secret secret) {
        return Optional.of(secret);
      }
      String text = present.toString();
      return Optional.ofNullable(
              column.isEmpty() ? text : columns.getOrDefault(text, Map.of()).get(column))
          .map(Secret::of);
    }
  }

  static Key<?> key(
      String name, Kind<?> kind, boolean isRequired, Optional<String> fallback, String doc) {
    if (fallback.isPresent()) {
      return Key.of(name, textual(kind), fallback.get(), doc);
    }
    return isRequired ? Key.required(name, kind, doc) : Key.optional(name, kind, doc);
  }

  @SuppressWarnings("unchecked") // only texts and choices have a default in the catalogue
  private static Kind<String> textual(Kind<?> kind) {
    return (Kind<String>) kind;
  }
}
