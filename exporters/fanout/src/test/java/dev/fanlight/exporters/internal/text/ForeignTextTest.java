/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {

  private static final String KEY = "SECRET-0123456789";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "\u0000",
        "\u001b",
        "\u007f",
        "\u0085",
        "\u009b",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200e",
        "\u061c",
        "\u200b",
        "\ufeff",
        "\ud83d",
        "\ude00",
        "\ude00\ud83d",
        "\u00a0",
        " \t "
      })
  void a_control_character_becomes_a_space(String control) {
    assertThat(ForeignText.clean("one" + control + "two" + control)).isEqualTo("one two");
    assertThat(ForeignText.line("one" + control + "two" + control)).isEqualTo("one two");
    assertThat(ForeignText.message(new IOException("one" + control + "two"))).isEqualTo("one two");
  }

  @Test
  void ordinary_text_stays_as_it_is() {
    String text = "Ungültiger Schlüssel – 鍵が無効です 😀 {\"code\": 7}";

    assertThat(ForeignText.clean(text)).isEqualTo(text);
    assertThat(ForeignText.line(text)).isSameAs(text);
  }

  @Test
  void a_long_text_is_cut_between_characters() {
    for (int shift = 0; shift < 2; shift++) {
      String cut = ForeignText.clean("x".repeat(shift) + "😀".repeat(400));

      assertThat(cut).hasSizeBetween(299, 300).endsWith("😀…");
    }
    assertThat(ForeignText.clean("x".repeat(300))).isEqualTo("x".repeat(300));
    assertThat(ForeignText.clean("x".repeat(301))).isEqualTo("x".repeat(299) + "…");
  }

  @Test
  void an_exception_without_a_message_is_named_by_its_class() {
    assertThat(ForeignText.message(new IOException())).isEqualTo("IOException");
    assertThat(ForeignText.message(new IOException("\n"))).isEqualTo("IOException");
    assertThat(ForeignText.message(new Unspeakable())).isEqualTo("Unspeakable");
    assertThat(ForeignText.described(new IOException("a\nb")))
        .isEqualTo("java.io.IOException: a b");
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void a_secret_is_masked_in_whatever_form_it_comes_back(String echo) {
    SecretValues secrets = SecretValues.of(Map.of("x-key", "a+b/c==d\"é"), ADDRESS);

    assertThat(ForeignText.clean("key <" + echo + "> is no good", secrets))
        .isEqualTo("key <****> is no good");
  }

  static List<String> echoes() {
    String key = "a+b/c==d\"é";
    String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);
    return List.of(
        key,
        key.toUpperCase(java.util.Locale.ROOT),
        encoded,
        encoded.toLowerCase(java.util.Locale.ROOT),
        encoded.replace("%", "%25"),
        "a+b\\/c==d\\\"é",
        "a\\u002bb\\/c\\u003d\\u003dd\\u0022\\u00e9",
        "a&#43;b/c&#x3d;=d&quot;é",
        new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer eyJ.tok-en",
        "eyJ.tok-en",
        "bearer eyJ.tok-en",
        "Basic am9lOnBhcy1zd29yZA==",
        "am9lOnBhcy1zd29yZA==",
        "joe:pas-sword",
        "pas-sword",
        "https://pub-lic:pri-vate@in.example/42",
        "pub-lic",
        "pri-vate",
        "ab12",
        "0123456789abcdef",
        "q1w2e3",
        "usr-name",
        "adr-word"
      })
  void the_parts_of_a_secret_are_secrets(String echo) {
    assertThat(Base64.getEncoder().encodeToString("joe:pas-sword".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("am9lOnBhcy1zd29yZA==");
    SecretValues secrets = SecretValues.of(
        Map.of(
            "Authorization",
            "Bearer eyJ.tok-en",
            "x-second",
            "Basic am9lOnBhcy1zd29yZA==",
            "x-dsn",
            "https://pub-lic:pri-vate@in.example/42",
            "x-sentry-auth",
            "Sentry sentry_version=7, sentry_key=ab12"),
        URI.create("https://usr-name:adr-word@in.example/v1/0123456789abcdef?api_key=q1w2e3"));

    assertThat(ForeignText.clean("refused: " + echo + ".", secrets)).isEqualTo("refused: ****.");
  }

  @Test
  void words_around_a_secret_stay() {
    SecretValues secrets = SecretValues.of(
        Map.of(
            "authorization",
            "Bearer " + KEY,
            "x-short",
            "abc",
            "x-flag",
            "1",
            "content-type",
            "application/x-protobuf"),
        ADDRESS);
    String text =
        "Bearer authentication of abc failed at 1; /v1/traces wants application/x-protobuf";

    assertThat(ForeignText.clean(text, secrets)).isEqualTo(text);
  }

  @Test
  void overlapping_secrets_leave_no_rest() {
    SecretValues secrets =
        SecretValues.of(Map.of("a", "abcdefgh", "b", "efghijkl", "c", "abcd"), ADDRESS);

    assertThat(ForeignText.clean("x abcdefghijkl y abcdabcd z", secrets))
        .isEqualTo("x **** y **** z");
  }

  @Test
  void a_secret_at_the_cut_leaves_no_beginning() {
    SecretValues secrets = SecretValues.of(Map.of("a", KEY), ADDRESS);
    for (int before = 0; before < 700; before++) {
      assertThat(ForeignText.clean("-".repeat(before) + KEY.repeat(100), secrets))
          .doesNotContain("SEC")
          .hasSizeLessThanOrEqualTo(300);
    }
  }

  @Test
  void a_secret_between_controls_is_masked_too() {
    SecretValues secrets = SecretValues.of(Map.of("a", "two words of it"), ADDRESS);

    assertThat(ForeignText.clean("\u001b[31mtwo\n words\u0000of it\u202e", secrets))
        .isEqualTo("[31m****");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void no_secret_comes_through_in_random_text(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      String secret = letters(random, 4 + random.nextInt(6));
      String other = letters(random, 4 + random.nextInt(3));
      SecretValues secrets = SecretValues.of(Map.of("a", secret, "b", other), ADDRESS);

      assertThat(ForeignText.clean(letters(random, 40) + secret + letters(random, 40), secrets))
          .doesNotContain(secret)
          .doesNotContain(other);
    }
  }

  private static String letters(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append((char) ('a' + random.nextInt(2)));
    }
    return letters.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "ab", "%25", "&#", "\\", "\\u00", "%61", " ", "\n", "\u202e", "&aaaaaaa"})
  @Timeout(20)
  void time_is_linear_whatever_the_text(String shape) {
    SecretValues secrets = SecretValues.of(
        Map.of("a", "a".repeat(4_000) + "b", "b", "ab".repeat(2_000) + "c"), ADDRESS);
    String text = shape.repeat(20_000_000 / shape.length());

    assertThat(ForeignText.clean(text, secrets)).hasSizeLessThanOrEqualTo(300);
    assertThat(ForeignText.line(text)).hasSizeLessThanOrEqualTo(4_000);
  }

  @Test
  void secrets_print_none_of_their_values() {
    assertThat(SecretValues.of(Map.of("a", KEY), ADDRESS).toString()).doesNotContain(KEY);
  }

  private static final URI ADDRESS = URI.create("https://in.example/v1/traces");

  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("none");
    }
  }
}
