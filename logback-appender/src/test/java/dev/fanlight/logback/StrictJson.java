/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads lines as a reader would who forgives nothing: UTF-8, duplicate keys, trailing text, raw line ends. */
public final class StrictJson {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private StrictJson() {}

  /** One line as it is written. */
  public static Map<String, Object> line(byte[] encoded) {
    String text = utf8(encoded);
    Assertions.assertThat(text).endsWith("\n");
    return line(text.substring(0, text.length() - 1));
  }

  /** One line, without its line feed. */
  public static Map<String, Object> line(String text) {
    Assertions.assertThat(text.lines()).hasSize(1);
    Assertions.assertThat(text.chars())
        .noneMatch(c -> c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029');
    return MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {});
  }

  /** Lines, each without its line feed. */
  public static List<Map<String, Object>> lines(Stream<String> lines) {
    return lines.map(StrictJson::line).toList();
  }

  private static String utf8(byte[] encoded) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("not UTF-8", e);
    }
  }
}
