/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of the file, declared once: the reader, the JSON Schema and the documentation all come from it.
 *
 * <pre>{@code
 * static final ConfigKey<String> HOST = ConfigKey.of("host", ValueType.TEXT, "localhost", "Address to listen on.");
 * static final ConfigKey<Integer> PORT = ConfigKey.of("port", ValueType.integer(0, 65_535), 9464, "Port to listen on; 0 picks one.");
 * static final ConfigKey<Secret> TOKEN = ConfigKey.required("token", ValueType.SECRET, "The ingest token.");
 * static final ConfigKey<Optional<Path>> LOG = ConfigKey.optional("log", ValueType.PATH, "File to write to.");
 * static final ConfigKey<List<Duration>> BUCKETS =
 *     ConfigKey.of("buckets", ValueType.list(ValueType.DURATION), List.of(), "Upper bounds of the buckets.");
 * }</pre>
 *
 * <p>Names are snake_case. They are API: an old name stays readable for a minor release with {@link #formerly}.
 *
 * @param <T> the type of the value that {@link ConfigNode#get} returns for this key
 */
public final class ConfigKey<T> {

  private final String name;
  private final ValueType<?> kind;
  private final String doc;
  private final boolean isRequired;
  private final @Nullable Object fallback;
  private final boolean isOptional;
  private final List<String> formerNames;

  private ConfigKey(
      String name,
      ValueType<?> kind,
      String doc,
      boolean isRequired,
      @Nullable Object fallback,
      boolean isOptional,
      List<String> formerNames) {
    if (!isSnakeCase(name)) {
      throw new IllegalArgumentException("key \"" + name + "\" is not snake_case");
    }
    this.name = name;
    this.kind = Objects.requireNonNull(kind, "kind");
    this.doc = Objects.requireNonNull(doc, "doc");
    this.isRequired = isRequired;
    this.fallback = fallback;
    this.isOptional = isOptional;
    this.formerNames = formerNames;
  }

  private static boolean isSnakeCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z';
      if (!isLetter && (i == 0 || !((c >= '0' && c <= '9') || c == '_' || c == '.'))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /**
   * A key that may be left out.
   *
   * @param name as in the file
   * @param kind of its value
   * @param fallback the value if the file has none
   * @param doc one or two sentences of Markdown for the documentation
   */
  public static <T> ConfigKey<T> of(String name, ValueType<T> kind, T fallback, String doc) {
    Objects.requireNonNull(fallback, "fallback");
    return new ConfigKey<>(name, kind, doc, false, fallback, false, List.of());
  }

  /** A key that must be there. */
  public static <T> ConfigKey<T> required(String name, ValueType<T> kind, String doc) {
    return new ConfigKey<>(name, kind, doc, true, null, false, List.of());
  }

  /** A key that may be left out and has no default. */
  public static <T> ConfigKey<Optional<T>> optional(String name, ValueType<T> kind, String doc) {
    return new ConfigKey<>(name, kind, doc, false, null, true, List.of());
  }

  /**
   * Creates a key for a mapping with declared keys; if the file has no such mapping, each of its keys has its own
   * default.
   */
  public static ConfigKey<ConfigNode> nested(String name, String doc, ConfigKey<?>... keys) {
    return of(name, ValueType.mapping(keys), AbsentNode.INSTANCE, doc);
  }

  /** Returns this key with older names, which are also read, with a warning. */
  public ConfigKey<T> formerly(String... oldNames) {
    return new ConfigKey<>(name, kind, doc, isRequired, fallback, isOptional, List.of(oldNames));
  }

  /** As in the file. */
  public String name() {
    return name;
  }

  /** Of its value. */
  public ValueType<?> kind() {
    return kind;
  }

  /** For the documentation. */
  public String doc() {
    return doc;
  }

  /** Returns true if the key must be present. */
  public boolean isRequired() {
    return isRequired;
  }

  /** Returns the default value; empty for required and optional keys. */
  public Optional<Object> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** Older names that are still read. */
  public List<String> formerNames() {
    return formerNames;
  }

  /**
   * Returns the value as {@link ConfigNode#get} returns it; for implementations of {@link ConfigNode}.
   *
   * @param value the value that was read, of this key's type, or null if the file has none
   */
  @SuppressWarnings("unchecked") // the factories pair kind and result: always a T
  public T resolve(@Nullable Object value) {
    if (isOptional) {
      return (T) Optional.ofNullable(value);
    }
    Object result = value == null ? fallback : value;
    if (result == null) {
      throw new NullPointerException(name + " is required");
    }
    return (T) result;
  }

  @Override
  public String toString() {
    return name;
  }
}
