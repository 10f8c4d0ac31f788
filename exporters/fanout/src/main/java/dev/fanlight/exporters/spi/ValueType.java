/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The type of a key's value: its notation, its Java value, and its description in the JSON Schema and the
 * documentation.
 *
 * <p>ScalarTypes are read from their text, whether the file quotes it or not and whether it comes from a variable.
 *
 * @param <T> the Java type of a value
 */
public sealed interface ValueType<T> {

  /** Any text. */
  ValueType<String> TEXT = Scalar.of("text", "a text", new ScalarTypes.Reader<>("text"));

  /** {@code true} or {@code false}. */
  ValueType<Boolean> FLAG = Scalar.of(
          "flag", "true or false", new ScalarTypes.Reader<Boolean>("flag"))
      .json("boolean");

  /** A part of the whole, {@code 10%} or {@code 0.1}; becomes 0 to 1. */
  ValueType<Double> SHARE = Scalar.of(
          "share", "a share such as 10% or 0.1", new ScalarTypes.Reader<Double>("share"))
      .printed(new ScalarTypes.Printer<>("share"))
      .json("number")
      .between("0", "1")
      .pattern("^(100|[0-9]{1,2})(\\.[0-9]+)?%$");

  /** A positive time span with its unit, for example {@code 250ms}, {@code 1s}, {@code 5m}, {@code 24h}, {@code 7d}. */
  ValueType<Duration> DURATION = Scalar.of(
          "duration",
          "a duration with its unit such as 250ms, 1s, 5m or 24h",
          new ScalarTypes.Reader<Duration>("duration"))
      .printed(new ScalarTypes.Printer<>("duration"))
      .pattern("^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d)$");

  /** Bytes, with a unit of 1000 or 1024: {@code 900kB}, {@code 64MiB}, {@code 1GiB}; at least 1. */
  ValueType<Long> SIZE = Scalar.of(
          "size", "a size such as 900kB, 64MiB or 1GiB", new ScalarTypes.Reader<Long>("size"))
      .printed(new ScalarTypes.Printer<>("size"))
      .pattern("^[1-9][0-9]*( ?(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB))?$");

  /** An http or https address with a host, and without user and password. */
  ValueType<URI> ADDRESS = Scalar.of(
          "address",
          "an http or https address such as https://host:4318/path, without user and password",
          new ScalarTypes.Reader<URI>("address"))
      .pattern("^https?://.+");

  /** A file or folder. */
  ValueType<Path> PATH = Scalar.of("path", "the path of a file", new ScalarTypes.Reader<>("path"));

  /** A credential; its text never appears anywhere. */
  ValueType<Secret> SECRET = Scalar.of("secret", "a secret", new ScalarTypes.Reader<>("secret"));

  /** A whole number in a range, both ends included. */
  static ValueType<Integer> integer(int min, int max) {
    String range = max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
    return Scalar.of(
            "integer", "a whole number " + range, text -> ScalarTypes.integer(text, min, max))
        .json("integer")
        .between(Integer.toString(min), Integer.toString(max));
  }

  /** A number in a range, both ends included. */
  static ValueType<Double> number(double min, double max) {
    return Scalar.of(
            "number",
            "a number from " + min + " to " + max,
            text -> ScalarTypes.number(text, min, max))
        .json("number")
        .between(Double.toString(min), Double.toString(max));
  }

  /** Returns the type of a word from a list, in the given order. */
  static ValueType<String> oneOf(String... words) {
    List<String> list = List.of(words);
    return Scalar.of(
            "choice", "one of " + String.join(", ", list), text -> ScalarTypes.word(text, list))
        .words(list);
  }

  /** Returns the type of an enum's constants, written in lower case. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    return oneOf(List.of(type.getEnumConstants()));
  }

  /** Returns the type of some constants of an enum, written in lower case, in the given order. */
  static <E extends Enum<E>> ValueType<E> oneOf(List<E> constants) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : constants) {
      words.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    List<String> list = List.copyOf(words.keySet());
    return Scalar.<E>of(
            "choice",
            "one of " + String.join(", ", list),
            text -> words.get(ScalarTypes.word(text, list)))
        .printed(new ScalarTypes.Printer<>("choice"))
        .words(list);
  }

  /**
   * A scalar of a kind of its own.
   *
   * @param expected completes the sentence "expected …", for example {@code "a port such as 9464"}
   * @param parser throws {@link IllegalArgumentException} for other texts; its message is not shown
   */
  static <T> ValueType<T> text(String expected, Function<String, T> parser) {
    return Scalar.of("text", expected, parser);
  }

  /** A sequence; a single value stands for a sequence of one. */
  static <T> ValueType<List<T>> list(ValueType<T> element) {
    return new ListOf<>(element);
  }

  /** Returns the type of a mapping with keys that the user chooses; keeps the order of the file. */
  static <T> ValueType<Map<String, T>> map(ValueType<T> value) {
    return new MapOf<>(value);
  }

  /** A mapping with declared keys. */
  static ValueType<ConfigNode> mapping(ConfigKey<?>... keys) {
    return mapping(List.of(keys));
  }

  /** A mapping with declared keys. */
  static ValueType<ConfigNode> mapping(List<ConfigKey<?>> keys) {
    return new Mapping(keys);
  }

  /** In one word, for the documentation. */
  String name();

  /** Completes the sentence "expected …". */
  String expected();

  /** As a user would write the value. */
  String print(T value);

  /**
   * A single value.
   *
   * @param name in one word
   * @param expected completes the sentence "expected …"
   * @param parser from the text; throws {@link IllegalArgumentException}
   * @param printer to the text
   * @param jsonType the type that the value has in JSON besides a string, or {@code string}
   * @param min least number, if there is one
   * @param max greatest number, if there is one
   * @param pattern of the text as a regular expression, if there is one
   * @param words the only texts, if there are such
   */
  record Scalar<T>(
      String name,
      String expected,
      Function<String, T> parser,
      Function<T, String> printer,
      String jsonType,
      Optional<String> min,
      Optional<String> max,
      Optional<String> pattern,
      List<String> words)
      implements ValueType<T> {

    static <T> Scalar<T> of(String name, String expected, Function<String, T> parser) {
      return new Scalar<>(
          name,
          expected,
          parser,
          new ScalarTypes.Printer<>(name),
          "string",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }

    Scalar<T> printed(Function<T, String> by) {
      return new Scalar<>(name, expected, parser, by, jsonType, min, max, pattern, words);
    }

    Scalar<T> json(String type) {
      return new Scalar<>(name, expected, parser, printer, type, min, max, pattern, words);
    }

    Scalar<T> between(String least, String greatest) {
      return new Scalar<>(
          name,
          expected,
          parser,
          printer,
          jsonType,
          Optional.of(least),
          Optional.of(greatest),
          pattern,
          words);
    }

    Scalar<T> pattern(String regex) {
      return new Scalar<>(
          name, expected, parser, printer, jsonType, min, max, Optional.of(regex), words);
    }

    Scalar<T> words(List<String> only) {
      return new Scalar<>(name, expected, parser, printer, jsonType, min, max, pattern, only);
    }

    @Override
    public String print(T value) {
      return printer.apply(value);
    }
  }

  /**
   * A sequence.
   *
   * @param element of it
   */
  record ListOf<T>(ValueType<T> element) implements ValueType<List<T>> {
    @Override
    public String name() {
      return "list of " + element.name();
    }

    @Override
    public String expected() {
      return "a list, each " + element.expected();
    }

    @Override
    public String print(List<T> value) {
      return "[" + String.join(", ", value.stream().map(element::print).toList()) + "]";
    }
  }

  /**
   * A mapping with keys that the user chooses.
   *
   * @param value behind each key
   */
  record MapOf<T>(ValueType<T> value) implements ValueType<Map<String, T>> {
    @Override
    public String name() {
      return "mapping to " + value.name();
    }

    @Override
    public String expected() {
      return "a mapping, each value " + value.expected();
    }

    @Override
    public String print(Map<String, T> map) {
      List<String> entries = map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + value.print(entry.getValue()))
          .toList();
      return "{" + String.join(", ", entries) + "}";
    }
  }

  /**
   * A mapping with declared keys.
   *
   * @param keys in the order of the documentation
   */
  record Mapping(List<ConfigKey<?>> keys) implements ValueType<ConfigNode> {

    /** Copies the keys. */
    public Mapping {
      keys = List.copyOf(keys);
    }

    @Override
    public String name() {
      return "mapping";
    }

    @Override
    public String expected() {
      return "a mapping";
    }

    @Override
    public String print(ConfigNode value) {
      return "{…}";
    }
  }
}
