/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the file may refer to: variables, system properties and files.
 *
 * @param variables environment variable to value, or null
 * @param properties system property to value, or null
 */
public record Surroundings(
    UnaryOperator<@Nullable String> variables, UnaryOperator<@Nullable String> properties) {

  private static final int MOST_BYTES = 4 << 20;

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        name -> name == null ? null : System.getenv(name),
        name -> name == null ? null : System.getProperty(name));
  }

  @Nullable String variable(String name) {
    return variables.apply(name);
  }

  @Nullable String property(String name) {
    return properties.apply(name);
  }

  /**
   * Whether the process was started with everything off ({@code FANLIGHT_ENABLED=false} or
   * {@code OTEL_SDK_DISABLED=true}, or the system property of the same name, which wins): no version of the file
   * switches it on again.
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
   * The text of a file.
   *
   * @throws IllegalArgumentException if it cannot be read; the message says why and holds none of its text
   */
  static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("the file " + file + " is longer than 4 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + file, missing);
    } catch (CharacterCodingException binary) {
      throw new IllegalArgumentException("the file " + file + " is not UTF-8 text", binary);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "the file " + file + " cannot be read (" + unreadable.getClass().getSimpleName()
              + "); check its permissions",
          unreadable);
    }
  }
}
