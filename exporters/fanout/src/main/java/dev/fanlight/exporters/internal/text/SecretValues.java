/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret values of one vendor, which a peer may repeat in its answer; immutable. Any thread.
 *
 * <p>A value counts whole and in its parts: the token behind {@code Bearer}, user and password inside {@code Basic}, the
 * keys inside an address. Values of fewer than four characters are not masked.
 */
public final class SecretValues {

  /*
   * Each secret is searched by Knuth, Morris and Pratt, so that time is linear in the length of any text. Letter case
   * is ignored. Characters of overlapping and adjacent matches are covered together and become one mask.
   *
   * A peer may repeat a value in an escaped form: percent-encoded (gRPC status messages, addresses), inside JSON or
   * inside HTML. So the search runs a second and a third time over the text with escapes resolved, where each character
   * knows the range of the original that it stands for. Characters outside ASCII are also searched as the Latin-1 view
   * of their UTF-8 bytes, because that is how they arrive percent-encoded and in header fields.
   */

  /** No secrets. */
  public static final SecretValues NONE = new SecretValues(List.of());

  static final String MASK = "****";

  private static final int MIN_CHARS = 4;

  /** A part of a value counts as a key from this length on, or from half of it with a digit. */
  private static final int KEY_CHARS = 16;

  private static final int LEVELS_OF_ESCAPES = 2;
  private static final int MAX_ENTITY_CHARS = 8;

  /** A char that is escaped twice, {@code %255C} for example, or as a numeric entity. */
  private static final int MAX_ESCAPE_CHARS = 9;

  private static final String SEPARATORS = " \t,;=&:@/?\"'|<>()[]{}";

  /** Fields that describe the request and are no credentials. */
  private static final Set<String> HARMLESS = Set.of(
      "accept",
      "accept-encoding",
      "accept-language",
      "cache-control",
      "connection",
      "content-encoding",
      "content-length",
      "content-type",
      "host",
      "te",
      "user-agent");

  private static final List<String> WORDS_OF_SECRETS = List.of(
      "key", "token", "secret", "password", "passwd", "pwd", "auth", "sig", "credential", "dsn");

  private final List<char[]> secrets;
  private final int maxLength;

  private SecretValues(Collection<String> values) {
    List<char[]> all = new ArrayList<>();
    int max = 0;
    for (String value : values) {
      String clean = ForeignText.cleaned(value, Integer.MAX_VALUE);
      if (clean.length() >= MIN_CHARS) {
        all.add(folded(clean.toCharArray()));
        max = Math.max(max, clean.length());
      }
    }
    this.secrets = all;
    this.maxLength = max;
  }

  /** The values of a request's headers, the harmless ones left out, and the secrets in its address. */
  public static SecretValues of(Map<String, String> headers, URI address) {
    return of(valuesOf(headers), address);
  }

  /** The values of headers, and the secrets in an address. */
  public static SecretValues of(Collection<String> values, @Nullable URI address) {
    Set<String> all = new LinkedHashSet<>();
    values.forEach(value -> addValue(all, value));
    if (address != null) {
      addAddress(all, address);
    }
    addBytes(all);
    return new SecretValues(all);
  }

  /** Returns the values of the headers, except headers that only describe a request. */
  public static Collection<String> valuesOf(Map<String, String> headers) {
    List<String> values = new ArrayList<>();
    headers.forEach((name, value) -> {
      if (!HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
        values.add(value);
      }
    });
    return values;
  }

  private static void addValue(Set<String> all, String value) {
    all.add(value);
    int blank = value.indexOf(' ');
    if (blank > 0) {
      String token = value.substring(blank + 1).strip();
      if (value.substring(0, blank).equalsIgnoreCase("basic")) {
        all.add(token);
        addBasic(all, token);
        return;
      }
      if (token.indexOf(' ') < 0) {
        all.add(token);
      }
    }
    addUserInfo(all, value);
    addKeys(all, value);
  }

  private static void addBasic(Set<String> all, String token) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noBase64) {
      return;
    }
    all.add(pair);
    int colon = pair.indexOf(':');
    all.add(pair.substring(colon + 1));
    String user = pair.substring(0, Math.max(0, colon));
    if (looksLikeKey(user)) {
      all.add(user);
    }
  }

  /** An address inside a value, as in Sentry's and Uptrace's DSN. */
  private static void addUserInfo(Set<String> all, String value) {
    int from = value.indexOf("://");
    int at = from < 0 ? -1 : value.indexOf('@', from);
    if (at > 0) {
      addPair(all, value.substring(from + 3, at));
    }
  }

  private static void addPair(Set<String> all, String pair) {
    int colon = pair.indexOf(':');
    all.add(pair);
    all.add(pair.substring(colon + 1));
    if (colon > 0) {
      all.add(pair.substring(0, colon));
    }
  }

  private static void addKeys(Set<String> all, String value) {
    int start = 0;
    String name = "";
    for (int i = 0; i <= value.length(); i++) {
      if (i < value.length() && SEPARATORS.indexOf(value.charAt(i)) < 0) {
        continue;
      }
      String part = value.substring(start, i);
      if (looksLikeKey(part) || isNameOfSecret(name)) {
        all.add(part);
      }
      name = i < value.length() && value.charAt(i) == '=' ? part : "";
      start = i + 1;
    }
  }

  private static boolean looksLikeKey(String part) {
    if (part.length() >= KEY_CHARS) {
      return true;
    }
    boolean hasDigit = false;
    for (int i = 0; i < part.length(); i++) {
      hasDigit |= Character.isDigit(part.charAt(i));
    }
    return hasDigit && part.length() >= KEY_CHARS / 2;
  }

  private static boolean isNameOfSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String word : WORDS_OF_SECRETS) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static void addAddress(Set<String> all, URI address) {
    String authority = address.getRawAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    if (authority != null && at > 0) {
      addPair(all, authority.substring(0, at));
    }
    String path = address.getRawPath();
    for (String segment : (path == null ? "" : path).split("/", -1)) {
      if (segment.length() >= KEY_CHARS) {
        all.add(segment);
      }
    }
    String query = address.getRawQuery();
    for (String parameter : (query == null ? "" : query).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String value = parameter.substring(equals + 1);
      if (value.length() >= KEY_CHARS
          || (equals > 0 && isNameOfSecret(parameter.substring(0, equals)))) {
        all.add(value);
      }
    }
  }

  /** Adds the form with escapes resolved, and the Latin-1 view of the UTF-8 bytes. */
  private static void addBytes(Set<String> all) {
    for (String value : List.copyOf(all)) {
      String resolved =
          value.indexOf('%') < 0 ? value : String.valueOf(View.of(value).next().chars);
      all.add(resolved);
      all.add(new String(resolved.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
  }

  /** Returns the length of a text's end that may be the beginning of a secret, escapes included. */
  int maxCharsOfSecret() {
    return (int) Math.min(1 << 20, (long) maxLength * MAX_ESCAPE_CHARS);
  }

  /**
   * Returns the text with each secret replaced.
   *
   * @param text clean
   * @param end where the result ends; a secret that lies across it is replaced too
   */
  String mask(String text, int end) {
    if (secrets.isEmpty()) {
      return text.substring(0, end);
    }
    boolean[] covered = new boolean[text.length()];
    View view = View.of(text);
    for (int level = 0; level <= LEVELS_OF_ESCAPES; level++) {
      for (char[] secret : secrets) {
        view.cover(secret, covered);
      }
      View resolved = view.next();
      if (resolved.chars.length == view.chars.length) {
        break;
      }
      view = resolved;
    }
    return masked(text, covered, end);
  }

  private static String masked(String text, boolean[] covered, int end) {
    StringBuilder masked = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      if (!covered[i]) {
        masked.append(text.charAt(i));
      } else if (i == 0 || !covered[i - 1]) {
        masked.append(MASK);
      }
    }
    return masked.toString();
  }

  private static char[] folded(char[] chars) {
    for (int i = 0; i < chars.length; i++) {
      chars[i] = Character.toLowerCase(chars[i]);
    }
    return chars;
  }

  /** Never prints a value. */
  @Override
  public String toString() {
    return "SecretValues{" + secrets.size() + "}";
  }

  /** A text at some level of escapes: each char, and the range of the original text that it stands for. */
  private static final class View {
    final char[] chars;
    final int[] starts; // one more than chars: the end of the last

    private View(char[] chars, int[] starts) {
      this.chars = chars;
      this.starts = starts;
    }

    static View of(String text) {
      int[] starts = new int[text.length() + 1];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = i;
      }
      return new View(text.toCharArray(), starts);
    }

    /** Marks the original's chars behind each occurrence. */
    void cover(char[] secret, boolean[] covered) {
      int[] borders = borders(secret);
      int coveredTo = 0;
      for (int i = 0, matched = 0; i < chars.length; i++) {
        char c = Character.toLowerCase(chars[i]);
        while (matched > 0 && secret[matched] != c) {
          matched = borders[matched - 1];
        }
        matched += secret[matched] == c ? 1 : 0;
        if (matched == secret.length) {
          int to = starts[i + 1];
          for (int at = Math.max(coveredTo, starts[i + 1 - matched]); at < to; at++) {
            covered[at] = true;
          }
          coveredTo = to;
          matched = borders[matched - 1];
        }
      }
    }

    /** For each prefix, the length of its longest proper prefix that is also its suffix. */
    private static int[] borders(char[] secret) {
      int[] borders = new int[secret.length];
      for (int i = 1, length = 0; i < secret.length; i++) {
        while (length > 0 && secret[length] != secret[i]) {
          length = borders[length - 1];
        }
        length += secret[length] == secret[i] ? 1 : 0;
        borders[i] = length;
      }
      return borders;
    }

    /** The view with one level of escapes resolved. */
    View next() {
      char[] resolved = new char[chars.length];
      int[] from = new int[chars.length + 1];
      int size = 0;
      for (int i = 0; i < chars.length; ) {
        int length = escapeLength(i);
        resolved[size] = length == 1 ? chars[i] : resolved(i, length);
        from[size++] = starts[i];
        i += length;
      }
      from[size] = starts[chars.length];
      return new View(Arrays.copyOf(resolved, size), Arrays.copyOf(from, size + 1));
    }

    /** The length of the escape that starts there, or 1. */
    private int escapeLength(int i) {
      return switch (chars[i]) {
        case '%' -> areHex(i + 1, 2) ? 3 : 1;
        case '\\' -> backslashLength(i);
        case '&' -> entityLength(i);
        default -> 1;
      };
    }

    private int backslashLength(int i) {
      if (i + 1 >= chars.length) {
        return 1;
      }
      return switch (chars[i + 1]) {
        case 'u' -> areHex(i + 2, 4) ? 6 : 1;
        case 'x' -> areHex(i + 2, 2) ? 4 : 1;
        case '/', '\\', '"', '\'' -> 2;
        default -> 1;
      };
    }

    private int entityLength(int i) {
      int last = Math.min(chars.length, i + MAX_ENTITY_CHARS);
      for (int end = i + 1; end < last; end++) {
        if (chars[end] == ';') {
          return entity(String.valueOf(chars, i + 1, end - i - 1)) < 0 ? 1 : end - i + 1;
        }
      }
      return 1;
    }

    private char resolved(int i, int length) {
      if (chars[i] == '%') {
        return hex(i + 1, 2);
      }
      if (chars[i] == '&') {
        return (char) entity(String.valueOf(chars, i + 1, length - 2));
      }
      return length == 2 ? chars[i + 1] : hex(i + 2, length - 2);
    }

    private static int entity(String name) {
      return switch (name) {
        case "amp" -> '&';
        case "lt" -> '<';
        case "gt" -> '>';
        case "quot" -> '"';
        case "apos" -> '\'';
        default -> name.startsWith("#") ? number(name.substring(1)) : -1;
      };
    }

    private static int number(String digits) {
      boolean isHex = digits.startsWith("x") || digits.startsWith("X");
      try {
        int number =
            isHex ? Integer.parseInt(digits.substring(1), 16) : Integer.parseInt(digits, 10);
        return number >= 0 && number <= Character.MAX_VALUE ? number : -1;
      } catch (NumberFormatException none) {
        return -1;
      }
    }

    private boolean areHex(int from, int count) {
      if (from + count > chars.length) {
        return false;
      }
      for (int i = from; i < from + count; i++) {
        if (Character.digit(chars[i], 16) < 0) {
          return false;
        }
      }
      return true;
    }

    private char hex(int from, int count) {
      int value = 0;
      for (int i = from; i < from + count; i++) {
        value = value * 16 + Character.digit(chars[i], 16);
      }
      return (char) value;
    }
  }
}
