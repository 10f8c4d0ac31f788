/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static java.util.stream.Collectors.joining;

import dev.fanlight.exporters.internal.redaction.SecretNames;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

  private static final Path PAGE = Path.of("../../docs/configuration.md");
  private static final Path SECURITY_PAGE = Path.of("../../docs/security.md");

  @Test
  void the_tables_of_keys_say_what_is_read() throws IOException {
    String page = Files.readString(PAGE);

    page = withTable(page, "file", FileKeys.ALL);
    page = withTable(page, "vendor", CommonKeys.ALL);

    Golden.compare(PAGE, page);
  }

  @Test
  void the_table_of_secret_names_says_what_is_redacted() throws IOException {
    StringBuilder table =
        new StringBuilder("| Where | Names | The value is redacted |\n|---|---|---|\n");
    for (SecretNames.NameRow row : SecretNames.rows()) {
      String names = row.names().stream().map(name -> "`" + name + "`").collect(joining(", "));
      table.append("| %s | %s | %s |%n".formatted(row.place(), names, row.condition()));
    }

    String page = Files.readString(SECURITY_PAGE);
    Golden.compare(SECURITY_PAGE, replaced(page, "redaction: names", "/redaction", table));
  }

  private static String withTable(String page, String name, List<ConfigKey<?>> keys) {
    StringBuilder table = new StringBuilder("| Key | Default | |\n|---|---|---|\n");
    keys.forEach(key -> rows("", key, table));
    return replaced(page, "keys: " + name, "/keys", table);
  }

  private static String replaced(String page, String begin, String end, CharSequence table) {
    Pattern place =
        Pattern.compile("(<!-- " + begin + " -->\n).*?(<!-- " + end + " -->)", Pattern.DOTALL);
    return place
        .matcher(page)
        .replaceFirst("$1" + Matcher.quoteReplacement(table.toString()) + "$2");
  }

  private static void rows(String parent, ConfigKey<?> key, StringBuilder table) {
    String name = parent + key.name();
    String fallback = key.isRequired()
        ? "*required*"
        : KeyDocs.fallback(key).map(text -> "`" + text + "`").orElse("");
    String words = key.kind().expected().startsWith("one of")
        ? " " + key.kind().expected().replaceFirst("one of", "One of") + "."
        : "";
    table.append("| `%s` | %s | %s%s |%n".formatted(name, fallback, key.doc(), words));
    if (key.kind() instanceof ValueType.Mapping mapping) {
      mapping.keys().forEach(nested -> rows(name + ".", nested, table));
    }
  }
}
