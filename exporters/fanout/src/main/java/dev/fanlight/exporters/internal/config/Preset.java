/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.ValueType;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A vendor type that is only data: an entry of the catalogue. */
final class Preset implements VendorProvider {

  private final String type;
  private final Source source;
  private @Nullable Read read;

  /**
   * A preset.
   *
   * @param type its name
   * @param source asked once, when the entry is first needed
   */
  Preset(String type, Source source) {
    this.type = type;
    this.source = source;
  }

  PresetNotes notes() {
    return source.readNotes(type);
  }

  PresetData data() {
    return read().data;
  }

  private List<Parameter> parameters() {
    return read().parameters;
  }

  private synchronized Read read() {
    if (read == null) {
      PresetData data = source.read(type);
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
  public List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>();
    for (Parameter parameter : parameters()) {
      keys.add(parameter.key());
    }
    keys.add(CommonKeys.ENDPOINT);
    keys.add(CommonKeys.PROTOCOL);
    return keys;
  }

  @Override
  public Vendor create(ConfigNode node, Context context) {
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
        link(node));
  }

  @Override
  public Map<String, String> resourceAttributes(ConfigNode node) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, String> attribute : data().attributes().entrySet()) {
      String value = text(attribute.getValue(), node);
      if (value != null) {
        attributes.put(attribute.getKey(), value);
      }
    }
    return attributes;
  }

  private void refuseUnlessOne(ConfigNode node) {
    List<String> names = data().oneOf();
    int given = 0;
    for (String name : names) {
      given += node.has(key(name)) ? 1 : 0;
    }
    if (!names.isEmpty() && given != 1) {
      throw node.refuse(
          key(names.get(0)),
          "give " + String.join(" or ", names) + ", one of them; " + given + " are there");
    }
  }

  private Limits limits(Protocol protocol) {
    Limits limits = data().limits();
    return protocol == Protocol.HTTP
        ? limits
        : new Limits(
            limits.requestBytes(),
            Math.min(limits.messageBytes(), LimitKeys.GRPC_MESSAGE_BYTES),
            limits.attributeLength(),
            limits.spanAge());
  }

  private Protocol protocol(ConfigNode node) {
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

  private URI endpoint(ConfigNode node, Protocol protocol) {
    Optional<URI> given = node.get(CommonKeys.ENDPOINT);
    if (given.isPresent()) {
      return protocol == Protocol.GRPC
          ? withoutPath(given.get(), node)
          : withPath(given.get(), node);
    }
    String own = (protocol == Protocol.GRPC ? data().grpc() : data().http()).orElse(null);
    String address = own == null ? null : text(own, node);
    if (address == null) {
      throw node.refuse(
          CommonKeys.ENDPOINT,
          "is missing; give the address that " + title() + " shows you"
              + data().example().map(example -> ", such as " + example).orElse(""));
    }
    try {
      return URI.create(address);
    } catch (IllegalArgumentException malformed) {
      throw node.refuse(
          parameters().isEmpty() ? CommonKeys.ENDPOINT : parameters().get(0).key(),
          "does not make an address together with the others; look for spaces and special characters");
    }
  }

  private URI withPath(URI given, ConfigNode node) {
    if (AddressRules.hasPath(given)) {
      return given;
    }
    String path = text(data().path(), node);
    return given.resolve(path == null ? "/v1/traces" : path);
  }

  private URI withoutPath(URI given, ConfigNode node) {
    if (AddressRules.hasPath(given)) {
      throw node.refuse(
          CommonKeys.ENDPOINT,
          "has a path, which gRPC does not use; leave it out, or set protocol: http");
    }
    return given;
  }

  private Map<String, Secret> headers(ConfigNode node) {
    Map<String, Secret> headers = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> header : data().headers().entrySet()) {
      for (String template : header.getValue()) {
        Secret value = fill(template, node);
        if (value != null) {
          headers.put(header.getKey(), value);
          break; // the first counts that has all it needs
        }
      }
    }
    return headers;
  }

  private @Nullable Secret fill(String template, ConfigNode node) {
    return PresetTemplate.of(template).fill(this, node);
  }

  private @Nullable String text(String template, ConfigNode node) {
    Secret filled = fill(template, node);
    return filled == null ? null : filled.reveal();
  }

  /** The declared key of this name; {@code oauth2} is a key of every type. */
  ConfigKey<?> key(String name) {
    Parameter parameter = parameter(name);
    if (parameter == null && name.equals(CommonKeys.OAUTH2.name())) {
      return CommonKeys.OAUTH2;
    }
    if (parameter == null) {
      throw new IllegalStateException(type + " declares no key " + name);
    }
    return parameter.key();
  }

  private @Nullable Parameter parameter(String name) {
    for (Parameter parameter : parameters()) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    return null;
  }

  /** The template of a trace's page, if the user gave all it needs. */
  @Nullable String link(ConfigNode node) {
    String link = data().link().orElse(null);
    return link == null ? null : text(link, node);
  }

  /**
   * Returns the value that the user gave, or a text for it: {@code key} or {@code key.column}; null if there is none.
   */
  @Nullable Secret value(String name, ConfigNode node) {
    if (name.equals("trace_id")) {
      return Secret.of("{trace_id}"); // put in when a link is asked for
    }
    int dot = name.indexOf('.');
    if (name.startsWith("endpoint.")) {
      URI endpoint = node.get(CommonKeys.ENDPOINT).orElse(null);
      return endpoint == null ? null : Secret.of(ofEndpoint(name.substring(dot + 1), endpoint));
    }
    Parameter parameter = parameter(dot < 0 ? name : name.substring(0, dot));
    if (parameter != null
        && parameter.derived().isPresent()
        && !node.has(parameter.key())
        && node.has(CommonKeys.ENDPOINT)) {
      return fill(parameter.derived().get(), node);
    }
    return parameter == null ? null : parameter.value(node, dot < 0 ? "" : name.substring(dot + 1));
  }

  /** A part of the user's endpoint; the base is everything before the path that the type adds. */
  private String ofEndpoint(String part, URI endpoint) {
    String authority = endpoint.getRawAuthority();
    return switch (part) {
      case "scheme" -> endpoint.getScheme();
      case "host" ->
        authority.substring(
            0,
            authority.lastIndexOf(':') > authority.lastIndexOf(']')
                ? authority.lastIndexOf(':')
                : authority.length());
      default -> {
        String path = endpoint.getRawPath();
        String prefix = path.endsWith(data().path())
            ? path.substring(0, path.length() - data().path().length())
            : "";
        yield endpoint.getScheme() + "://" + authority + prefix;
      }
    };
  }

  /** The reader of a preset's entry. */
  interface Source {
    /** The entry of this type. */
    PresetData read(String type);

    /** Returns the documentation in the entry of this type. */
    PresetNotes readNotes(String type);
  }

  /** The entry and its keys, which are compared by identity and so are made once. */
  private record Read(PresetData data, List<Parameter> parameters) {}

  /**
   * A value of the vendor's own that the user gives.
   *
   * @param key as it is declared
   * @param columns for a choice: each word to further texts that stand for it
   * @param derived template of its value where the user gives an endpoint and not this key
   */
  record Parameter(
      ConfigKey<?> key, Map<String, Map<String, String>> columns, Optional<String> derived) {

    String name() {
      return key.name();
    }

    @Nullable Secret value(ConfigNode node, String column) {
      Object value = node.get(key);
      Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (present == null || present instanceof Secret) {
        return (Secret) present;
      }
      String text = present.toString();
      String standing =
          column.isEmpty() ? text : columns.getOrDefault(text, Map.of()).get(column);
      return standing == null ? null : Secret.of(standing);
    }
  }

  static ConfigKey<?> key(
      String name, ValueType<?> kind, boolean isRequired, Optional<String> fallback, String doc) {
    if (fallback.isPresent()) {
      return ConfigKey.of(name, textual(kind), fallback.get(), doc);
    }
    return isRequired ? ConfigKey.required(name, kind, doc) : ConfigKey.optional(name, kind, doc);
  }

  @SuppressWarnings("unchecked") // only texts and choices have a default in the catalogue
  private static ValueType<String> textual(ValueType<?> kind) {
    return (ValueType<String>) kind;
  }
}
