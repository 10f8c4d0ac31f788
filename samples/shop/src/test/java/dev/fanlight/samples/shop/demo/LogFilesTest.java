/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  private static final String FAILED =
      "{\"@timestamp\":\"2026-11-23T09:59:43.052Z\",\"log.level\":\"ERROR\",\"message\":\"failed\","
          + "\"trace.id\":\"" + Evidences.TRACE + "\",\"labels.cause\":\"dns\"}\n";
  private static final String EARLIER =
      "{\"@timestamp\":\"2026-11-23T09:59:43.051Z\",\"log.level\":\"INFO\",\"message\":\"opened\","
          + "\"trace.id\":\"" + Evidences.TRACE + "\"}\n";

  @TempDir
  Path folder;

  @Test
  void causes_are_counted_over_all_services_and_rolled_files() throws IOException {
    Files.writeString(folder.resolve("backend.json"), EARLIER + FAILED + FAILED);
    try (OutputStream file = Files.newOutputStream(folder.resolve("backend.json.2026-11-23.0.gz"));
        var zipped = new GZIPOutputStream(file)) {
      zipped.write(FAILED.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(logs().causes().of(FailureCause.DNS)).isEqualTo(3);
    assertThat(logs().causes().of(FailureCause.TIMEOUT)).isZero();
  }

  @Test
  void the_lines_of_a_trace_come_in_the_order_of_time() throws IOException {
    Files.writeString(folder.resolve("backend.json"), FAILED);
    Files.writeString(folder.resolve("account.json"), EARLIER);

    assertThat(logs().of(Evidences.TRACE))
        .extracting(LogLine::service, LogLine::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("account", "opened"),
            org.assertj.core.groups.Tuple.tuple("backend", "failed"));
  }

  @Test
  void a_line_that_is_cut_off_counts_for_nothing() throws IOException {
    Files.writeString(folder.resolve("backend.json"), FAILED.substring(0, FAILED.length() - 9));

    assertThat(logs().causes().of(FailureCause.DNS)).isZero();
  }

  private LogFiles logs() {
    return new LogFiles(folder, List.of("backend", "account"));
  }
}
