/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/kafka.md are made from the keys; {@code -Dfanlight.update=true} writes them. */
class KafkaPageTest {

  private static final Path PAGE = Path.of("../../docs/kafka.md");

  @Test
  void the_page_has_each_key_and_each_setting() throws IOException {
    String page = Files.readString(PAGE);

    String current = replaced(
        replaced(
            replaced(page, "keys", rows(KafkaKeys.ALL)), "settings", rows(ProducerKeys.SETTINGS)),
        "refused",
        rows(ProducerKeys.REFUSED));

    if (Boolean.getBoolean("fanlight.update")) {
      Files.writeString(PAGE, current);
    }
    assertThat(page).as("run this test with -Dfanlight.update=true").isEqualTo(current);
  }

  private static String rows(List<ConfigKey<?>> keys) {
    return keys.stream()
        .map(key -> "| `" + key.name() + "` | " + key.doc().replaceFirst("^Refused: ", "") + " |\n")
        .collect(Collectors.joining());
  }

  /** Replaces the rows of the table behind a marker, up to the next marker. */
  private static String replaced(String page, String table, String rows) {
    String begin = "<!-- " + table + " -->\n";
    int start = page.indexOf(begin) + begin.length();
    int head = page.indexOf("|---|---|\n", start) + "|---|---|\n".length();
    return page.substring(0, head) + rows + page.substring(page.indexOf("\n<!-- /" + table, head));
  }
}
