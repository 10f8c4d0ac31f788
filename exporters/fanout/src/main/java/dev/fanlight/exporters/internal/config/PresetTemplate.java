/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text of the catalogue with a vendor's own values to put in: {@code {name}}, and {@code {base64(a:b)}} for HTTP's
 * Basic scheme.
 */
final class PresetTemplate {

  private static final String BASE64 = "base64(";

  private final List<Part> parts;

  private PresetTemplate(List<Part> parts) {
    this.parts = parts;
  }

  static PresetTemplate of(String text) {
    List<Part> parts = new ArrayList<>();
    int end = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      int close = text.indexOf('}', open);
      List<String> names = close < 0 ? List.of() : namesIn(text.substring(open + 1, close));
      if (!names.isEmpty()) {
        parts.add(new Part(text.substring(end, open), List.of()));
        parts.add(new Part("", names));
        end = close + 1;
      }
    }
    parts.add(new Part(text.substring(end), List.of()));
    return new PresetTemplate(parts);
  }

  /** Returns one name, or the two to be joined; empty if these braces are ordinary text. */
  private static List<String> namesIn(String hole) {
    if (!hole.startsWith(BASE64) || !hole.endsWith(")")) {
      return isName(hole) ? List.of(hole) : List.of();
    }
    int colon = hole.indexOf(':');
    String user = hole.substring(BASE64.length(), Math.max(BASE64.length(), colon));
    String password = hole.substring(colon + 1, hole.length() - 1);
    return isName(user) && isName(password) ? List.of(user, password) : List.of();
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The names in it. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Part part : parts) {
      names.addAll(part.names);
    }
    return names;
  }

  /** The whole, which follows the changes of the secrets in it; null if a name has no value. */
  @Nullable Secret fill(Preset preset, ConfigNode node) {
    Secret whole = null;
    for (Part part : parts) {
      if (part.isEmpty()) {
        continue;
      }
      Secret filled = part.fill(preset, node);
      if (filled == null) {
        return null;
      }
      whole = whole == null ? filled : whole.join(filled, String::concat);
    }
    return whole == null ? Secret.of("") : whole;
  }

  private record Part(String literal, List<String> names) {

    boolean isEmpty() {
      return literal.isEmpty() && names.isEmpty();
    }

    @Nullable Secret fill(Preset preset, ConfigNode node) {
      if (names.isEmpty()) {
        return Secret.of(literal);
      }
      Secret first = preset.value(names.get(0), node);
      if (first == null || names.size() == 1) {
        return first;
      }
      Secret second = preset.value(names.get(1), node);
      return second == null ? null : first.join(second, Part::base64);
    }

    private static String base64(String user, String password) {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(pair);
    }
  }
}
