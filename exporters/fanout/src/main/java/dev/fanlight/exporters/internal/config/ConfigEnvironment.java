/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.files.BoundedFileReader;
import dev.fanlight.exporters.internal.files.UnreadableFileException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The environment to which the file may refer: variables, system properties and files.
 *
 * @param variables environment variable to value, or null
 * @param properties system property to value, or null
 */
public record ConfigEnvironment(
    UnaryOperator<@Nullable String> variables, UnaryOperator<@Nullable String> properties) {

  /** Returns the environment of this process. */
  public static ConfigEnvironment ofProcess() {
    return new ConfigEnvironment(
        name -> name == null ? null : System.getenv(name),
        name -> name == null ? null : System.getProperty(name));
  }

  /** Returns true if this class is in an extension of OpenTelemetry's Java agent, which has a class loader of the agent's. */
  public static boolean isInAgent() {
    ClassLoader loader = ConfigEnvironment.class.getClassLoader();
    return loader != null && loader.getClass().getName().startsWith("io.opentelemetry.javaagent.");
  }

  @Nullable String variable(String name) {
    return variables.apply(name);
  }

  @Nullable String property(String name) {
    return properties.apply(name);
  }

  /**
   * Returns true if the process was started with everything off ({@code FANLIGHT_ENABLED=false} or {@code
   * OTEL_SDK_DISABLED=true}, or the system property of the same name, which wins): no version of the file switches it
   * on again.
   */
  public boolean isSwitchedOff() {
    return "false".equalsIgnoreCase(propertyOrVariable("fanlight.enabled"))
        || "true".equalsIgnoreCase(propertyOrVariable("otel.sdk.disabled"));
  }

  private @Nullable String propertyOrVariable(String property) {
    String value = property(property);
    return value != null && !value.isEmpty()
        ? value
        : variable(property.toUpperCase(Locale.ROOT).replace('.', '_'));
  }

  /**
   * Returns the text of a file.
   *
   * @throws IllegalArgumentException if it cannot be read; the message has the reason and no part of its text
   */
  static String read(Path file) {
    try {
      byte[] bytes = BoundedFileReader.read(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (UnreadableFileException unreadable) {
      throw new IllegalArgumentException(unreadable.sentence(), unreadable);
    } catch (CharacterCodingException binary) {
      throw new IllegalArgumentException("the file " + file + " is not UTF-8 text", binary);
    }
  }
}
