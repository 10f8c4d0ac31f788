/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of reasons in the documentation, and the literals in the code, follow from the reasons. */
class ReasonsPageTest {
  private static final Path DOCS = Path.of("../../docs");
  private static final Path SOURCES = Path.of("src/main/java/dev/fanlight/exporters/internal");

  /** The packages that lose spans. */
  private static final List<String> ENGINE = List.of("lane", "log", "pipeline");

  @Test
  void the_page_about_reliability_lists_the_reasons() throws IOException {
    StringBuilder table = new StringBuilder("| Outcome | Reason | Cause |\n|---|---|---|\n");
    for (Row row : rows()) {
      table.append(
          "| `%s` | %s | %s |%n".formatted(row.outcome, row.code, local(row.text.cause())));
    }

    compare("reliability.md", "dropped", table);
  }

  @Test
  void the_page_about_metrics_lists_the_reasons() throws IOException {
    StringBuilder table = new StringBuilder("| `outcome` | `reason` | Cause |\n|---|---|---|\n");
    table.append("| `delivered` | | the vendor responded with success |\n");
    for (Row row : rows()) {
      if (!row.outcome.equals("refused")) {
        table.append("| `%s` | %s | %s |%n".formatted(row.outcome, row.code, row.text.cause()));
      }
    }

    compare("metrics.md", "metrics", table);
  }

  @Test
  void the_page_about_metrics_lists_the_reasons_of_the_queue() throws IOException {
    StringBuilder table =
        new StringBuilder("| `reason` of `fanlight_refused_spans_total` | Cause |\n|---|---|\n");
    for (RefuseReason reason : RefuseReason.values()) {
      table.append("| `%s` | %s |%n".formatted(reason.code(), reason.text().cause()));
    }

    compare("metrics.md", "refused", table);
  }

  @Test
  void the_page_about_trouble_has_a_cure_for_each_reason() throws IOException {
    StringBuilder table =
        new StringBuilder("| Outcome | Reason | Cause | Cure |\n|---|---|---|---|\n");
    for (Row row : rows()) {
      assertThat(row.text.cure()).isNotBlank();
      table.append("| `%s` | %s | %s | %s |%n"
          .formatted(row.outcome, row.code, row.text.cause(), row.text.cure()));
    }

    compare("troubleshooting.md", "cures", table);
  }

  @Test
  void a_code_is_written_in_one_place_only() throws IOException {
    List<String> repeated = new ArrayList<>();
    for (String folder : ENGINE) {
      try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
          String source = read(file);
          codes()
              .filter(code -> source.contains('"' + code + '"'))
              .forEach(code -> repeated.add(file.getFileName() + ": \"" + code + "\""));
        });
      }
    }

    assertThat(repeated).isEmpty();
  }

  private static Stream<String> codes() {
    return Stream.of(
            Stream.of(FilterReason.values()).map(FilterReason::code),
            Stream.of(DropReason.values()).map(DropReason::code),
            Stream.of(RejectReason.values())
                .filter(reason -> reason != RejectReason.HTTP && reason != RejectReason.GRPC)
                .map(RejectReason::code),
            Stream.of(RefuseReason.values()).map(RefuseReason::code))
        .flatMap(codes -> codes);
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (FilterReason reason : FilterReason.values()) {
      rows.add(Row.of("filtered", reason));
    }
    for (RejectReason reason : RejectReason.values()) {
      rows.add(new Row("rejected", reason.shown(), reason.text()));
    }
    for (DropReason reason : DropReason.values()) {
      rows.add(Row.of("dropped", reason));
    }
    for (RefuseReason reason : RefuseReason.values()) {
      rows.add(Row.of("refused", reason));
    }
    return rows;
  }

  private static String local(String text) {
    return text.replace("(reliability.md#", "(#");
  }

  private static void compare(String page, String table, CharSequence rows) throws IOException {
    Path file = DOCS.resolve(page);
    String text = Files.readString(file);
    Matcher place = Pattern.compile(
            "(<!-- reasons: " + table + " -->\n).*?(<!-- /reasons -->)", Pattern.DOTALL)
        .matcher(text);
    assertThat(place.find())
        .as("markers of the table \"%s\" in %s", table, page)
        .isTrue();
    Golden.compare(file, text.substring(0, place.end(1)) + rows + text.substring(place.start(2)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Row(String outcome, String code, ReasonText text) {

    static Row of(String outcome, Reason reason) {
      return new Row(outcome, "`" + reason.code() + "`", reason.text());
    }
  }
}
