/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.YamlDocument;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Fields;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.VendorProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The vendor types that are only data, read from one file beside this class. */
final class PresetCatalogue {

  private static final String FILE = "vendors.yaml";
  private static final String NOTES = "\n  evidence:";

  private final Map<String, Preset> presets;

  private PresetCatalogue(Map<String, Preset> presets) {
    this.presets = presets;
  }

  /** The built-in catalogue. */
  static PresetCatalogue builtIn() {
    try (InputStream in = PresetCatalogue.class.getResourceAsStream(FILE)) {
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
  static PresetCatalogue of(String text) {
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
    return new PresetCatalogue(presets);
  }

  /**
   * Returns the type of the entry that begins in this line, or null; without a regular expression, which would cost a
   * start ten times as much.
   */
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

  /** The position of an entry. */
  private record Entry(String text, int begin, int end) implements Preset.Source {
    @Override
    public PresetData read(String type) {
      int notes = notes();
      return new PresetData(type, parse(type, text.substring(begin, notes < 0 ? end : notes)));
    }

    @Override
    public PresetNotes readNotes(String type) {
      int notes = notes();
      String only = notes < 0 ? "" : text.substring(notes, end);
      return new PresetNotes(node(type, tree(type, only), PresetNotes.FORMAT));
    }

    /** Returns the index at which the documentation of the entry begins; negative if there is none. */
    private int notes() {
      int notes = text.indexOf(NOTES, begin);
      return notes < end ? notes : -1;
    }
  }

  private static ReadNode parse(String type, String entry) {
    YamlValue root = tree(type, entry);
    Field field = root instanceof Fields fields ? fields.fields().get(type) : null;
    return node(type, field == null ? root : field.value(), PresetData.FORMAT);
  }

  private static YamlValue tree(String type, String entry) {
    Problems problems = new Problems();
    YamlValue root = YamlDocument.read(place(type), entry, problems)
        .orElse(new YamlValue.Empty(SourceLocation.of(place(type))));
    refuse(problems);
    return root;
  }

  private static ReadNode node(String type, YamlValue value, List<ConfigKey<?>> keys) {
    Problems problems = new Problems();
    UnaryOperator<@Nullable String> absent = name -> null;
    ConfigEnvironment nothing = new ConfigEnvironment(absent, absent);
    ReadNode node = new KeyReader(
            problems, new ReferenceResolver(nothing, new BaseFolders(Map.of()), false))
        .read(value, type, keys);
    refuse(problems);
    return Objects.requireNonNull(node);
  }

  private static void refuse(Problems problems) {
    if (problems.errors() > 0) {
      throw new IllegalStateException("the catalogue is wrong: " + problems.inOrder());
    }
  }

  /** For messages; the entry's first line counts as 1. */
  private static String place(String type) {
    return FILE + ", " + type;
  }

  /** Returns providers by type: the presets, and the classes around presets that need one. */
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
