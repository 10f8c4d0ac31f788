/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken files: each is survived, with the right line and without a word of any secret. */
class BrokenFilesTest {

  private static final String LITERAL = "s3cretLiteral7c1f";
  private static final List<String> SECRETS = List.of(
      "@s3cret-at",
      "*s3cret-star",
      "&s3cret-and",
      "%s3cret-percent",
      "[s3cret-bracket",
      "{s3cret: [brace",
      "s3cret: [x");

  private static final String GOOD = """
      enabled: ${ON:-true}
      rules:
        redact: [enduser.id, user.email]
      vendors:
        new_relic:
          license_key: ${SECRET_0}
          region: eu
        honeycomb:
          api_key: ${SECRET_1}
          sample: 10%
          keep: {service.namespace: [gaming]}
          drop: {url.path: ["/health*"]}
        dash0:
          endpoint: https://ingress.eu-west-1.aws.dash0.com
          token: LITERAL
          headers: {x-extra: "${SECRET_2}"}
        gateway:
          type: otlp
          endpoint: http://gw:4318
          timeout: 5s
          retry: {first_delay: 1s, max_delay: 30s}
      batch:
        delay: 1s
        bytes: 900kB
      buffer:
        memory: 64MiB
      """.replace("LITERAL", LITERAL);

  private static final List<String> LINES = GOOD.lines().toList();

  /** Each mutation breaks one line in a way whose place is known. */
  private enum Mutation {
    UNKNOWN_KEY("^( *)([a-z_]+):", "$1$2_x:"),
    KEY_WITHOUT_COLON("^( *[a-z_]+):.*", "$1"),
    NOT_A_MAPPING("^( *(?:retry|batch|buffer|rules|gateway|new_relic):).*", "$1 [1, 2]"),
    WRONG_TYPE("^( *(?:sample|timeout|delay|bytes|memory|region|enabled|endpoint):).*", "$1 '?'"),
    LIST_FOR_SCALAR(
        "^( *(?:sample|timeout|delay|license_key|api_key|token|region):) (.*)", "$1 [[$2]]"),
    TAB("^( +)([a-z])", "\t$2"),
    TAG("^( *[a-z_]+: )(.+)", "$1!!binary $2"),
    ALIAS("^( *[a-z_]+: )(.+)", "$1*nowhere$2"),
    MISSING_VARIABLE("\\$\\{SECRET_[0-9]\\}", "\\${NOT_SET}"),
    MISSING_FILE("\\$\\{SECRET_[0-9]\\}", "\\${file:/not/there}"),
    UNCLOSED_REFERENCE("\\$\\{(SECRET_[0-9])\\}", "\\${$1"),
    NUL("^( *[a-z_]+: )(.+)", "$1\0$2"),
    UNCLOSED_QUOTE("^( *(?:type|timeout|memory|delay):) (.*)", "$1 \"$2"),
    UNCLOSED_BRACKET("^( *redact: \\[.*)\\]", "$1"),
    AT_SIGN("^( *(?:token|region|type|delay):) (.*)", "$1 @$2"),
    COLON_IN_VALUE("^( *(?:token|region|type|delay):) (.*)", "$1 $2: x"),
    REPEATED_KEY("^( *)([a-z_]+:)(.*)", "$1$2$3\n$1$2$3"),
    HUGE_SCALAR("^( *(?:timeout|delay|region):) (.*)", "$1 " + "9".repeat(100_000));

    private final String regex;
    private final String replacement;

    Mutation(String regex, String replacement) {
      this.regex = regex;
      this.replacement = replacement;
    }

    /** Whether the line alone is right, and only the next one shows that it is not. */
    boolean isSeenInTheNextLine() {
      return this == REPEATED_KEY || this == KEY_WITHOUT_COLON || this == NOT_A_MAPPING;
    }

    String apply(String line) {
      return line.replaceFirst(regex, replacement);
    }
  }

  static Stream<Arguments> mutations() {
    return Stream.of(Mutation.values())
        .flatMap(mutation -> IntStream.range(0, LINES.size())
            .filter(line -> !mutation.apply(LINES.get(line)).equals(LINES.get(line)))
            .filter(line -> !isFreeOrParent(mutation, LINES.get(line)))
            .mapToObj(line -> Arguments.of(mutation, line + 1)));
  }

  /** Mutations that leave the line right: names of vendors are free, and a repeated parent is another matter. */
  private static boolean isFreeOrParent(Mutation mutation, String line) {
    boolean isParent = line.endsWith(":");
    boolean isVendorWithType = line.strip().equals("gateway:");
    return switch (mutation) {
      case UNKNOWN_KEY -> isVendorWithType;
      case KEY_WITHOUT_COLON, REPEATED_KEY -> isParent;
      default -> false;
    };
  }

  @ParameterizedTest(name = "{0} in line {1}")
  @MethodSource("mutations")
  void the_broken_line_is_named_and_no_secret_is(Mutation mutation, int line) {
    List<String> lines = new ArrayList<>(LINES);
    lines.set(line - 1, mutation.apply(lines.get(line - 1)));

    LoadResult loaded = load(String.join("\n", lines) + "\n");

    assertThat(loaded.isSound()).isFalse();
    assertThat(loaded.problems())
        .extracting(problem -> problem.place().line())
        .describedAs("%s", loaded.problems())
        .containsAnyOf(line, mutation.isSeenInTheNextLine() ? line + 1 : line);
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_mutation_crashes_hangs_or_tells_a_secret(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(GOOD);
    for (int i = 0; i <= random.nextInt(4); i++) {
      mutate(text, random);
    }

    load(text.toString());
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(12));
    String odd = List.of(
            "\t", "\0", "\uFEFF", "\r\n", "\r", "*", "&a ", "!", "!!map ", "|\n", ">", "%", "@",
            "`", "{", "}", "[", "]", ": ", "- ", "? ", "#", "\"", "'", "\\", "$", "${", "}",
            "...\n", "---\n", "<<: ", "\uD800", "null", "~")
        .get(random.nextInt(34));
    switch (random.nextInt(6)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, odd);
      case 2 -> text.replace(at, end, odd);
      case 3 -> text.insert(at, text.substring(at, end));
      case 4 -> text.insert(at, " ".repeat(1 + random.nextInt(5)));
      default -> text.insert(at, odd.repeat(1 + random.nextInt(2_000)));
    }
  }

  private static LoadResult load(String document) {
    FakeSurroundings surroundings = new FakeSurroundings();
    for (int i = 0; i < SECRETS.size(); i++) {
      surroundings.variable("SECRET_" + i, SECRETS.get(i));
    }
    LoadResult loaded =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> surroundings.load(document));
    for (Problem problem : loaded.problems()) {
      assertThat(problem.toString())
          .doesNotContainIgnoringCase("s3cret")
          .doesNotContain("\n", "\r", "\0");
      assertThat(problem.place().line())
          .isBetween(
              0, 1 + (int) document.chars().filter(c -> c == '\n' || c == '\r').count());
    }
    assertThat(loaded.toString()).doesNotContainIgnoringCase("s3cret");
    return loaded;
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void a_secret_is_taken_as_it_is(String secret) {
    FakeSurroundings surroundings = new FakeSurroundings().variable("KEY", secret);

    Configuration configuration =
        surroundings.configuration("vendors: {new_relic: {license_key: \"${KEY}\"}}");

    assertThat(configuration.fanout().lanes().get(0).vendor().headers().current())
        .containsEntry("api-key", secret);
  }

  static List<String> secrets() {
    return SECRETS;
  }
}
