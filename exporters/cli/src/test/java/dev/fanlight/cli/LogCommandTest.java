/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.DiskSettings;
import dev.fanlight.exporters.internal.log.DiskSettings.Sync;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.disk.DiskLog;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class LogCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path folder;

  @Test
  void what_waits_is_shown_for_each_vendor_while_the_log_is_in_use() throws IOException {
    try (DiskLog log = open()) {
      append(log, 3);
      Map<Path, String> before = files();

      assertThat(run("log", folder.toString())).as("%s", out).isEqualTo(ExitCode.OK);

      assertThat(out.toString().lines())
          .anyMatch(line -> line.startsWith("slot-0: 1 segment, "))
          .anyMatch(line -> line.matches("honeycomb +6,000 .*00000001\\.log"))
          .anyMatch(line -> line.matches("zipkin +6,000 .*"))
          .anyMatch(line -> line.matches(".*00000001\\.log .* 3 +6,000 .* sound"));
      assertThat(files()).isEqualTo(before);
    }
  }

  @Test
  void programs_get_the_same_as_json() throws IOException {
    try (DiskLog log = open()) {
      append(log, 3);
    }

    assertThat(run("log", "--json", folder.resolve("slot-0").toString())).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .contains(
            "\"sound\": true",
            "\"name\": \"honeycomb\"",
            "\"waiting_spans\": 6000",
            "\"condition\": \"sound\"",
            "\"records\": 3");
  }

  @Test
  void a_flipped_bit_is_found_and_fails_the_command() throws IOException {
    try (DiskLog log = open()) {
      append(log, 3);
    }
    flip(segment(), 600); // in a body

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.DAMAGED);

    assertThat(out.toString()).contains("damaged: 1 record", "what is sound is still read");
  }

  @Test
  void lost_places_are_told() throws IOException {
    try (DiskLog log = open()) {
      append(log, 1);
    }
    Files.delete(folder.resolve("slot-0/cursors"));

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.DAMAGED);

    assertThat(out.toString()).contains("places are lost");
  }

  @Test
  void a_folder_without_a_log_is_a_wrong_command_line() {
    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("holds no log; name the path of buffer.disk");
  }

  private DiskLog open() {
    DiskLog log = DiskLog.open(
        new DiskSettings(folder, 1 << 20, Sync.NEVER, Duration.ZERO), 1 << 20, Clock.getDefault());
    for (String vendor : List.of("honeycomb", "zipkin")) {
      LogReader reader = log.newReader(
          new ReaderSettings(vendor, "somewhere", Duration.ZERO),
          new NoBooks(),
          (spans, reason) -> {},
          () -> {});
      reader.follow("view");
    }
    return log;
  }

  private static void append(DiskLog log, int batches) {
    for (int i = 0; i < batches; i++) {
      Body body = new Body(new byte[500], 5_000, Integer.MAX_VALUE);
      long now = Clock.getDefault().now();
      log.append(new BatchRecord("view", new Format("otlp", "gzip"), now, 2_000, List.of(body)));
    }
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("slot-0"))) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  /** An account that counts nothing. */
  private static final class NoBooks implements Books {

    @Override
    public Map<String, Long> columns() {
      return Map.of();
    }

    @Override
    public void goOn(Map<String, Long> columns, long waiting) {}

    @Override
    public void found(long spans) {}

    @Override
    public void dropped(long spans, String reason) {}
  }
}
