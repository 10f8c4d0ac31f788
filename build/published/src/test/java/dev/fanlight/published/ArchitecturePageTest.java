/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page docs/architecture.md, compared with the code that it describes. */
class ArchitecturePageTest {
  private static final String PAGE = SourceTree.read("docs/architecture.md");

  /** Modules of which the page has one row for each package. */
  private static final List<String> MODULES =
      List.of("exporters/fanout", "logback-appender", "metrics-bridge", "relay");

  private static final Pattern CODE = Pattern.compile("`([^`\n]++)`");
  private static final Pattern TYPE =
      Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(\\.\\w+)?");
  private static final Pattern THREADS =
      Pattern.compile("<!-- threads -->(.*)<!-- /threads -->", Pattern.DOTALL);
  private static final Pattern PACKAGE_ROW =
      Pattern.compile("^\\| `(dev\\.fanlight[a-z.]*)` \\|", Pattern.MULTILINE);

  @Test
  void each_type_on_the_page_exists() {
    Set<String> types = Stream.concat(SourceTree.modules().stream(), Stream.of("build/published"))
        .flatMap(module -> SourceTree.javaFiles(module).stream())
        .map(file -> file.getFileName().toString().replace(".java", ""))
        .collect(Collectors.toSet());
    Set<String> named = new TreeSet<>();
    CODE.matcher(PAGE).results().forEach(code -> {
      Matcher type = TYPE.matcher(code.group(1));
      if (type.matches()) {
        named.add(type.group(1));
      }
    });

    assertThat(named).hasSizeGreaterThan(60);
    assertThat(types).containsAll(named);
  }

  @Test
  void the_page_has_a_row_for_each_package() {
    Set<String> packages = MODULES.stream()
        .flatMap(module -> SourceTree.packages(module).stream())
        .collect(Collectors.toCollection(TreeSet::new));
    List<String> rows =
        PACKAGE_ROW.matcher(PAGE).results().map(row -> row.group(1)).toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void each_thread_on_the_page_is_started_by_its_owner() {
    Matcher table = THREADS.matcher(PAGE);
    assertThat(table.find()).isTrue();

    List<String> rows =
        table.group(1).lines().filter(row -> row.contains("`fanlight-")).toList();

    assertThat(rows).hasSizeGreaterThan(10);
    for (String row : rows) {
      int border = row.indexOf(" | ");
      String owners = names(row.substring(border)).stream()
          .filter(name -> TYPE.matcher(name).matches())
          .map(SourceTree::sourceOf)
          .collect(Collectors.joining());
      for (String thread : names(row.substring(0, border))) {
        assertThat(owners).as("owners of %s", thread).contains(literal(thread));
      }
    }
  }

  @Test
  void each_link_of_the_page_leads_to_a_file() {
    List<String> links = Pattern.compile("\\]\\(([^)#:]++)(#[^)]*+)?\\)")
        .matcher(PAGE)
        .results()
        .map(link -> link.group(1))
        .toList();

    assertThat(links)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(SourceTree.file("docs/" + link)).exists());
  }

  private static List<String> names(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
  }

  /** Returns the part of a thread's name that stands in the code. */
  private static String literal(String thread) {
    return thread.replace("fanlight-VENDOR", "").replace("fanlight-", "").replaceFirst("-N$", "-");
  }
}
