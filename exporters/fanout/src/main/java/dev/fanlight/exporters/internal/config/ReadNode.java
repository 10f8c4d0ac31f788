/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping with declared keys that have been read. */
final class ReadNode implements ConfigNode {

  private final SourceLocation place;
  private final String path;
  private final List<ConfigKey<?>> keys;
  private final Map<String, Object> values;
  private final Map<String, SourceLocation> places;
  private final Map<String, String> shown;

  ReadNode(
      SourceLocation place,
      String path,
      List<ConfigKey<?>> keys,
      Map<String, Object> values,
      Map<String, SourceLocation> places,
      Map<String, String> shown) {
    this.place = place;
    this.path = path;
    this.keys = keys;
    this.values = Map.copyOf(values);
    this.places = Map.copyOf(places);
    this.shown = Map.copyOf(shown);
  }

  SourceLocation place() {
    return place;
  }

  /** The place of a key, or of the mapping where the key is not given. */
  SourceLocation place(ConfigKey<?> key) {
    return places.getOrDefault(key.name(), place);
  }

  String path() {
    return path;
  }

  @Override
  public <T> T get(ConfigKey<T> key) {
    return key.resolve(values.get(declared(key).name()));
  }

  /** The value of a common key, unless the type has declared one of its own under this name. */
  <T> Optional<T> getIfDeclared(ConfigKey<T> key) {
    return keys.contains(key) ? Optional.of(get(key)) : Optional.empty();
  }

  @Override
  public boolean has(ConfigKey<?> key) {
    return places.containsKey(declared(key).name());
  }

  private ConfigKey<?> declared(ConfigKey<?> key) {
    if (!keys.contains(key)) {
      throw new IllegalArgumentException(
          "the key " + key + " was not declared for " + path + "; add it to the provider's keys()");
    }
    return key;
  }

  @Override
  public String shown(ConfigKey<?> key) {
    String shownAs = shown.get(declared(key).name());
    return shownAs == null ? String.valueOf(get(key)) : shownAs;
  }

  @Override
  public IllegalArgumentException refuse(ConfigKey<?> key, String message) {
    return new Refused(place(key), KeyReader.under(path, key.name()), message);
  }

  @Override
  public String toString() {
    return "Node{" + path + "}"; // values may be secrets
  }

  /** A value that a provider refused. */
  static final class Refused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refused(SourceLocation place, String path, String message) {
      super(place + ": " + path + ": " + message);
      this.problem = new Problem(Problem.Severity.ERROR, place, path, message);
    }

    Problem problem() {
      return problem;
    }
  }
}
