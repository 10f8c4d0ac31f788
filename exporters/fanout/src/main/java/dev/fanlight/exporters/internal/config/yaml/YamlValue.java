/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document as a tree, before its keys are interpreted; immutable. */
public sealed interface YamlValue {

  /** Returns the position of its beginning. */
  SourceLocation place();

  /** Returns the number of values in it, itself included and shared ones counted each time. */
  int size();

  /**
   * A scalar.
   *
   * @param raw its text before substitution
   */
  record Text(SourceLocation place, String raw) implements YamlValue {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public String toString() {
      return "Text@" + place; // may be a secret
    }
  }

  /** No value after the colon: an empty mapping or list, as the key needs it. */
  record Empty(SourceLocation place) implements YamlValue {
    @Override
    public int size() {
      return 1;
    }
  }

  /** {@code null} or {@code ~}: equal to a missing key, even if an earlier file has it. */
  record Null(SourceLocation place) implements YamlValue {
    @Override
    public int size() {
      return 1;
    }
  }

  /** A sequence. */
  record Items(SourceLocation place, List<YamlValue> values, int size) implements YamlValue {
    /** Returns a sequence of values; copies the list. */
    public static Items of(SourceLocation place, List<YamlValue> values) {
      return new Items(place, List.copyOf(values), sum(values));
    }
  }

  /** A mapping, in the order of the file. */
  record Fields(SourceLocation place, Map<String, Field> fields, int size) implements YamlValue {
    /** Returns a mapping without keys. */
    public static Fields none(SourceLocation place) {
      return of(place, new LinkedHashMap<>());
    }

    /** Returns a mapping of fields; copies the map. */
    public static Fields of(SourceLocation place, Map<String, Field> fields) {
      List<YamlValue> values = new ArrayList<>(fields.size());
      for (Field field : fields.values()) {
        values.add(field.value());
      }
      return new Fields(place, new LinkedHashMap<>(fields), sum(values));
    }
  }

  /**
   * A key and its value.
   *
   * @param place of the key
   */
  record Field(SourceLocation place, YamlValue value) {}

  private static int sum(List<YamlValue> values) {
    long sum = 1;
    for (YamlValue value : values) {
      sum += value.size();
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }
}
