/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.value;

import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * A reader of the fields that code for Jackson writes to a generator.
 *
 * <p>Objects that such code passes as values are converted by {@link PlainValues}; no getter is called. This needs only
 * Jackson's streaming API. {@code fields(object)}, which requests the getters of an object, needs the data binding.
 */
final class JacksonFieldReader {
  private static final int MAX_CHARS = 1 << 18;
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The error of a missing data binding; empty if the data binding is usable. */
  private static volatile String missing = "";

  private JacksonFieldReader() {}

  static Map<String, @Nullable Object> of(Consumer<JsonGenerator> source) {
    var text = new BoundedWriter();
    try (var generator = new PlainGenerator(target(text))) {
      generator.writeStartObject();
      source.accept(generator);
      generator.writeEndObject();
    }
    String reason = missing;
    if (!reason.isEmpty() && text.isEmptyObject()) {
      throw new NoClassDefFoundError(
          reason); // the code needs the data binding: its fields are empty
    }
    return parse(text.toString());
  }

  private static JsonGenerator target(Writer text) {
    if (missing.isEmpty()) {
      try {
        return BeanGeneratorFactory.generator(text);
      } catch (LinkageError e) { // no data binding of a usable version
        missing = e.toString();
      }
    }
    return FACTORY.createGenerator(ObjectWriteContext.empty(), text);
  }

  private static Map<String, @Nullable Object> parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      Map<String, @Nullable Object> fields = object(parser);
      if (parser.nextToken() == null) {
        return fields;
      }
    } catch (JacksonException ignored) { // raw text that is not JSON, or has a duplicate key
      return raw(text);
    }
    return raw(text);
  }

  private static Map<String, @Nullable Object> raw(String text) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("raw_json", text);
    return fields;
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> PlainValues.number(parser.getNumberValue());
      case VALUE_NUMBER_FLOAT -> PlainValues.number(parser.getDecimalValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getString();
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    var elements = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  /** A generator that writes objects as plain values. */
  private static final class PlainGenerator extends JsonGeneratorDelegate {
    PlainGenerator(JsonGenerator target) {
      super(target, false);
    }

    @Override
    public JsonGenerator writePOJO(@Nullable Object value) {
      PlainValueWriter.write(delegate, PlainValues.of(value));
      return this;
    }
  }

  /** A writer that throws when the text exceeds its maximum. */
  private static final class BoundedWriter extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] chars, int offset, int length) {
      if (length > MAX_CHARS - text.length()) {
        throw new IllegalStateException("more than " + MAX_CHARS + " characters of JSON");
      }
      text.append(chars, offset, length);
    }

    boolean isEmptyObject() {
      return text.length() <= 2;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
