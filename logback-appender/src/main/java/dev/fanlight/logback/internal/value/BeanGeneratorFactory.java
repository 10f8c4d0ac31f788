/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.value;

import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Jackson's data binding, for the getters of an object whose fields were asked for by name. The values that the getters
 * return are plain values again. Loading this class fails where the data binding does not fit the class path.
 */
final class BeanGeneratorFactory {
  /* No modules of the application's class path: the same value gives the same line in every application. */
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .addModule(new SimpleModule().setSerializerModifier(new PlainProperties()))
      .build();

  private BeanGeneratorFactory() {}

  static JsonGenerator generator(Writer target) {
    return MAPPER.createGenerator(target);
  }

  private static final class PlainProperties extends ValueSerializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config,
        BeanDescription.Supplier description,
        List<BeanPropertyWriter> properties) {
      for (BeanPropertyWriter property : properties) {
        if (!property.hasSerializer()) {
          property.assignSerializer(new PlainSerializer());
        }
      }
      return properties;
    }
  }

  private static final class PlainSerializer extends ValueSerializer<Object> {
    @Override
    public void serialize(
        @Nullable Object value, JsonGenerator generator, SerializationContext context) {
      PlainValueWriter.write(generator, PlainValues.of(value));
    }
  }
}
