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
 * A factory of generators with Jackson's data binding, for objects whose fields the application requests explicitly. The
 * results of the getters are written as plain values. Loading this class fails if the class path lacks a data binding that
 * fits.
 */
final class BeanGeneratorFactory {
  /* Modules of the application's class path are not registered, so that equal values give equal lines in every application. */
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
