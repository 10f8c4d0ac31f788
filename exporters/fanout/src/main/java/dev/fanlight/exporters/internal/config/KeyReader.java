/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Empty;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Fields;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Items;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Null;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Text;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.ValueType.ListOf;
import dev.fanlight.exporters.spi.ValueType.MapOf;
import dev.fanlight.exporters.spi.ValueType.Mapping;
import dev.fanlight.exporters.spi.ValueType.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a tree of values as declared keys say; everything that is wrong becomes a problem with its place. */
final class KeyReader {

  /*
   * No message quotes a value, nor a key that the user chose: a secret may stand in the wrong place. An unknown key is
   * quoted only by the valid name it resembles.
   */

  /** The merge key of YAML 1.1. */
  static final String MERGE = "<<";

  static final String NO_MERGE =
      "<< merges mappings in YAML 1.1 only, and this is YAML 1.2; write the keys out, or lay a second file over this one";

  private static final int MOST_NAMES = 12;

  private final Problems problems;
  private final ReferenceResolver references;

  KeyReader(Problems problems, ReferenceResolver references) {
    this.problems = problems;
    this.references = references;
  }

  /**
   * The mapping's declared keys.
   *
   * @param value of the mapping
   * @param path of the mapping, empty at the root
   * @return null if anything in it is wrong
   */
  @Nullable ReadNode read(YamlValue value, String path, List<ConfigKey<?>> keys) {
    return read(value, path, keys, List.of());
  }

  /**
   * The mapping's declared keys.
   *
   * @param others further keys that were taken out of the mapping before, for the hints
   */
  @Nullable ReadNode read(YamlValue value, String path, List<ConfigKey<?>> keys, List<String> others) {
    int before = problems.errors();
    Fields fields = fieldsOf(value, path);
    if (fields == null) {
      return null;
    }
    Map<String, Object> values = new HashMap<>();
    Map<String, SourceLocation> places = new HashMap<>();
    Map<String, String> shown = new HashMap<>();
    Map<String, Field> left = new LinkedHashMap<>(fields.fields());
    for (ConfigKey<?> key : keys) {
      Field field = take(key, left, path);
      Object read = field == null
          ? absent(key, fields, path)
          : read(key.kind(), field.value(), under(path, key.name()));
      if (read != null) {
        values.put(key.name(), read);
      }
      if (field != null) {
        places.put(key.name(), field.place());
      }
      if (read != null
          && field != null
          && field.value() instanceof Text text
          && isReferring(text)) {
        shown.put(key.name(), references.shown(text));
      }
    }
    for (Map.Entry<String, Field> unknown : left.entrySet()) {
      refuseUnknown(unknown.getKey(), unknown.getValue(), path, names(keys, others));
    }
    return problems.errors() > before
        ? null
        : new ReadNode(fields.place(), path, keys, values, places, shown);
  }

  private static boolean isReferring(Text text) {
    return text.raw().indexOf('$') >= 0;
  }

  private static List<String> names(List<ConfigKey<?>> keys, List<String> others) {
    List<String> names = new ArrayList<>();
    for (ConfigKey<?> key : keys) {
      names.add(key.name());
    }
    names.addAll(others);
    return names;
  }

  static String under(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private @Nullable Fields fieldsOf(YamlValue value, String path) {
    if (value instanceof Fields fields) {
      return fields;
    }
    if (value instanceof Empty || value instanceof Null) {
      return Fields.none(value.place());
    }
    problems.error(value.place(), path, "expected a mapping of keys to values");
    return null;
  }

  /** The key's field under its name or a former one; a null is as if it were not there. */
  private @Nullable Field take(ConfigKey<?> key, Map<String, Field> left, String path) {
    Field field = left.remove(key.name());
    Field dashed = references.acceptsDashes() ? left.remove(key.name().replace('_', '-')) : null;
    if (dashed != null && field != null) {
      problems.error(
          dashed.place(),
          under(path, key.name()),
          "is there twice, with dashes and with underscores; keep one");
    }
    field = field == null ? dashed : field;
    for (String former : key.formerNames()) {
      Field old = left.remove(former);
      if (old != null && field == null) {
        problems.warning(old.place(), under(path, former), "this key is now called " + key.name());
        field = old;
      } else if (old != null) {
        problems.error(
            old.place(),
            under(path, former),
            "is the old name of " + key.name() + ", which is there as well; keep one");
      }
    }
    return field == null || field.value() instanceof Null ? null : field;
  }

  private @Nullable Object absent(ConfigKey<?> key, Fields in, String path) {
    if (key.isRequired() && !references.mayBeMissing()) {
      problems.error(
          in.place(),
          under(path, key.name()),
          "is missing; expected " + key.kind().expected());
    }
    if (key.kind() instanceof Mapping nested && key.fallback().isPresent()) {
      return read(new Empty(in.place()), under(path, key.name()), nested.keys());
    }
    return null;
  }

  private void refuseUnknown(String name, Field field, String path, List<String> names) {
    if (name.equals(MERGE)) {
      problems.error(field.place(), path, NO_MERGE);
      return;
    }
    String advice = SpellingSuggestion.of(name, names)
        .map(near -> "did you mean " + near + "?")
        .orElseGet(() -> "known here are " + shortened(names));
    problems.error(field.place(), path, "unknown key; " + advice);
  }

  private static String shortened(List<String> names) {
    List<String> first = names.subList(0, Math.min(names.size(), MOST_NAMES));
    int more = names.size() - first.size();
    return String.join(", ", first) + (more == 0 ? "" : " and " + more + " more");
  }

  private @Nullable Object read(ValueType<?> kind, YamlValue value, String path) {
    if (kind instanceof Scalar<?> scalar) {
      return scalar(scalar, value, path);
    }
    if (kind instanceof ListOf<?> list) {
      return list(list, value, path);
    }
    if (kind instanceof MapOf<?> map) {
      return map(map, value, path);
    }
    return read(value, path, ((Mapping) kind).keys());
  }

  private @Nullable Object scalar(Scalar<?> kind, YamlValue value, String path) {
    if (!(value instanceof Text text)) {
      problems.error(value.place(), path, "expected " + kind.expected());
      return null;
    }
    try {
      return parse(kind, text, path);
    } catch (ReferenceResolver.Unusable unusable) {
      if (!unusable.isMissing() || !references.mayBeMissing()) {
        problems.error(value.place(), path, unusable.reason());
      }
      return null;
    }
  }

  private @Nullable Object parse(Scalar<?> kind, Text text, String path) {
    if (kind == ValueType.SECRET) {
      return references.secret(text, path);
    }
    String resolved =
        kind == ValueType.PATH ? references.pathText(text, path) : references.text(text, path);
    try {
      Object read = kind.parser().apply(resolved);
      return read instanceof Path file ? references.inFolder(text.place(), path, file) : read;
    } catch (IllegalArgumentException wrong) {
      String where = resolved.equals(text.raw()) ? "" : " once its ${…} is put in";
      problems.error(
          text.place(),
          path,
          "expected " + kind.expected() + where + SpellingSuggestion.hint(resolved, kind.words()));
      return null;
    }
  }

  private @Nullable Object list(ListOf<?> kind, YamlValue value, String path) {
    if (value instanceof Empty) {
      return List.of();
    }
    boolean isSingle = value instanceof Text && kind.element() instanceof Scalar<?>;
    if (!isSingle && !(value instanceof Items)) {
      problems.error(value.place(), path, "expected " + kind.expected());
      return null;
    }
    List<YamlValue> items = value instanceof Items many ? many.values() : List.of(value);
    List<Object> read = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Object element = read(kind.element(), items.get(i), path + "[" + i + "]");
      if (element != null) {
        read.add(element);
      }
    }
    return List.copyOf(read);
  }

  private @Nullable Object map(MapOf<?> kind, YamlValue value, String path) {
    Fields fields = fieldsOf(value, path);
    if (fields == null) {
      return null;
    }
    Map<String, Object> read = new LinkedHashMap<>();
    for (Map.Entry<String, Field> entry : fields.fields().entrySet()) {
      if (entry.getKey().equals(MERGE)) {
        problems.error(entry.getValue().place(), path, NO_MERGE);
        continue;
      }
      YamlValue below = entry.getValue().value();
      Object element = below instanceof Null ? null : read(kind.value(), below, path + ".…");
      if (element != null) {
        references.note(path, entry.getKey());
        read.put(entry.getKey(), element);
      }
    }
    return Collections.unmodifiableMap(read);
  }
}
