/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.fuzz.ForeignWords;
import dev.fanlight.exporters.internal.fuzz.FuzzTarget;
import dev.fanlight.exporters.internal.fuzz.Mutator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Configuration documents: the examples of the documentation and of the presets, changed at random. */
public final class ConfigurationFuzz implements FuzzTarget {

  private static final Path DOCS = Path.of("../../docs");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");

  private static final List<String> VALUES = List.of(
      "true",
      "\"1e999\"",
      "0x10",
      "-1",
      ".inf",
      "99999999999999999999",
      "10s",
      "512MiB",
      "~",
      "''",
      "!!binary aGFsbG8=",
      "!!java.io.File [x]",
      "*unknown",
      "&a [*a]",
      "[]",
      "{}",
      "{a: 1, a: 2}",
      "${FUZZ_KEY}",
      "${FUZZ_KEY:-x}",
      "${FUZZ_KEY:?gone}",
      "${env:FUZZ_KEY}",
      "${sys:fuzz.key}",
      "${file:/proc/self/environ}",
      "${file:/dev/zero}",
      "${file:/no/such/file}",
      "${FUZZ_NO_KEY}",
      "${",
      "$${FUZZ_KEY}",
      "${${FUZZ_KEY}}",
      "\"\\ud83d\"",
      "\"\\x07\\u202e\"",
      "http://${FUZZ_KEY}@host:99999/p",
      "https://example.com/${FUZZ_KEY}?q=${FUZZ_KEY}",
      "\"${FUZZ_KEY}\\n${FUZZ_KEY}\"",
      "2026-11-30",
      "|\n      text\n      more");

  private static final List<String> LINES = List.of(
      "---",
      "...",
      "%YAML 1.1",
      "# comment",
      "strict: true",
      "enabled: ${FUZZ_KEY}",
      "<<: *a",
      "? [a]\n: b",
      "vendors: &v",
      "\ttab: x",
      "vendors:",
      "  otlp:",
      "    endpoint: ${FUZZ_KEY}",
      "    headers: {api-key: \"${FUZZ_KEY}\"}");

  private final List<String> documents = new ArrayList<>();
  private final FakeSurroundings surroundings = new FakeSurroundings().withWires();

  /** Reads the examples. */
  public ConfigurationFuzz() throws IOException {
    try (var pages = Files.newDirectoryStream(DOCS, "*.md")) {
      List<Path> sorted = new ArrayList<>();
      pages.forEach(sorted::add);
      sorted.sort(null);
      for (Path page : sorted) {
        EXAMPLE
            .matcher(Files.readString(page))
            .results()
            .forEach(found -> documents.add(found.group(1)));
      }
    }
    Samples.types().stream()
        .sorted()
        .forEach(type -> documents.add(Samples.file(type, Samples.least(type))));
    surroundings.variable("FUZZ_KEY", ForeignWords.SECRET);
    surroundings.property("fuzz.key", ForeignWords.SECRET);
    for (String document : documents) {
      Matcher matcher = VARIABLE.matcher(document);
      while (matcher.find()) {
        surroundings.variable(matcher.group(1), ForeignWords.SECRET);
      }
    }
  }

  @Override
  public long maxAllocatedBytes() {
    return 64 << 20;
  }

  @Override
  public Input input(long seed) {
    String document = document(new Random(seed));
    return () -> read(document);
  }

  private void read(String document) {
    LoadResult loaded = surroundings.load(document);

    for (Problem problem : loaded.problems()) {
      ForeignWords.check(problem.toString());
    }
    if (loaded.toString().contains(ForeignWords.SECRET)) {
      throw new AssertionError("the secret is in " + loaded);
    }
  }

  private String document(Random random) {
    String document = documents.get(random.nextInt(documents.size()));
    for (int i = random.nextInt(4); i >= 0; i--) {
      document = switch (random.nextInt(9)) {
        case 0, 1, 2 -> withValue(document, random);
        case 3 -> withLine(document, random);
        case 4 -> withoutLine(document, random);
        case 5 -> document + documents.get(random.nextInt(documents.size()));
        case 6 -> deep(random) + document;
        default ->
          new String(
              new Mutator(random).mutate(document.getBytes(StandardCharsets.UTF_8)),
              StandardCharsets.UTF_8);
      };
    }
    return document;
  }

  private static String withValue(String document, Random random) {
    String value = VALUES.get(random.nextInt(VALUES.size()));
    List<String> lines = lines(document);
    int at = random.nextInt(lines.size());
    int colon = lines.get(at).indexOf(": ");
    if (colon >= 0) {
      lines.set(at, lines.get(at).substring(0, colon + 2) + value);
    }
    return String.join("\n", lines);
  }

  private static String withLine(String document, Random random) {
    List<String> lines = lines(document);
    int at = random.nextInt(lines.size());
    String indent = " ".repeat(2 * random.nextInt(3));
    lines.add(
        at,
        random.nextBoolean()
            ? lines.get(random.nextInt(lines.size()))
            : indent + LINES.get(random.nextInt(LINES.size())));
    return String.join("\n", lines);
  }

  private static String withoutLine(String document, Random random) {
    List<String> lines = lines(document);
    lines.remove(random.nextInt(lines.size()));
    return String.join("\n", lines);
  }

  private static List<String> lines(String document) {
    return new ArrayList<>(List.of(document.split("\n", -1)));
  }

  /** Returns the beginning of a document that is nested deep, wide, or huge. */
  private static String deep(Random random) {
    int count = 1 + random.nextInt(2_000);
    return switch (random.nextInt(6)) {
      case 0 -> "a: " + "[".repeat(count) + "\n";
      case 1 -> "a: " + "{b: ".repeat(count) + "\n";
      case 2 -> "a: " + "[".repeat(count) + "]".repeat(count) + "\n";
      case 3 -> "a: \"" + "x".repeat(50 * count) + "\"\n";
      case 4 -> "x: ${FUZZ_KEY:-".repeat(count) + "\n";
      default -> "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\ne: [*d, *d]\n";
    };
  }
}
