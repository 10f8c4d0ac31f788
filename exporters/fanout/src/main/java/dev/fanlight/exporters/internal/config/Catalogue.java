/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.Value.Field;
import dev.fanlight.exporters.internal.config.Value.Fields;
import dev.fanlight.exporters.spi.VendorProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The vendor types that are only data, read from one file beside this class. */
final class Catalogue {

  private static final String FILE = "vendors.yaml";

  private final Map<String, Preset> presets;

  private Catalogue(Map<String, Preset> presets) {
    this.presets = presets;
  }

  /** The built-in catalogue. */
  static Catalogue builtIn() {
    try (InputStream in = Catalogue.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar; the build is broken");
      }
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * A catalogue from its text.
   *
   * <p>An entry begins at a key in the first column, and is read when it is first asked for: to parse all of them would
   * take longer than everything else at the start.
   */
  static Catalogue of(String text) {
    Map<String, Preset> presets = new LinkedHashMap<>();
    String open = null;
    int begin = 0;
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      String type = typeAt(text, from, end);
      if (type != null) {
        add(open, text, begin, from, presets);
        open = type;
        begin = from;
      }
      from = end < 0 ? text.length() : end + 1;
    }
    add(open, text, begin, text.length(), presets);
    return new Catalogue(presets);
  }

  /** The type whose entry begins in this line, or null; no expression, which would cost a start ten times as much. */
  private static @Nullable String typeAt(String text, int from, int end) {
    boolean isKey = end > from + 1
        && text.charAt(end - 1) == ':'
        && text.charAt(from) >= 'a'
        && text.charAt(from) <= 'z';
    return isKey ? text.substring(from, end - 1) : null;
  }

  private static void add(
      @Nullable String type, String text, int begin, int end, Map<String, Preset> presets) {
    if (type != null) {
      presets.put(type, new Preset(type, new Entry(text, begin, end)));
    }
  }

  /** Where an entry stands. */
  private record Entry(String text, int begin, int end) implements Preset.Source {
    @Override
    public PresetData read(String type) {
      return parse(type, text.substring(begin, end));
    }
  }

  private static PresetData parse(String type, String entry) {
    Problems problems = new Problems();
    UnaryOperator<@Nullable String> absent = name -> null;
    Surroundings nothing = new Surroundings(absent, absent);
    KeyReader reader =
        new KeyReader(problems, new References(nothing, new Folders(Map.of()), false));
    String place = FILE + ", " + type; // whose first line counts as 1
    Value root = YamlDocument.read(place, entry, problems).orElse(new Value.Empty(Place.of(place)));
    Field field = root instanceof Fields fields ? fields.fields().get(type) : null;
    ReadNode node = reader.read(field == null ? root : field.value(), type, PresetData.FORMAT);
    if (node == null) {
      throw new IllegalStateException("the catalogue is wrong: " + problems.inOrder());
    }
    return new PresetData(type, node);
  }

  /** Type to provider: the presets, and the classes around those that need one. */
  Map<String, VendorProvider> providers() {
    Map<String, VendorProvider> providers = new LinkedHashMap<>(presets);
    Preset honeycomb = presets.get("honeycomb");
    if (honeycomb != null) {
      providers.put(honeycomb.type(), new Honeycomb(honeycomb));
    }
    Preset sentry = presets.get("sentry");
    if (sentry != null) {
      providers.put(sentry.type(), new Sentry(sentry));
    }
    return providers;
  }

  /** Type to preset, in the order of the file. */
  Map<String, Preset> presets() {
    return presets;
  }
}
