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
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.disk.DiskLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
          .anyMatch(line -> line.startsWith("slot-0: 1 segment, ") && line.contains("live"))
          .anyMatch(line -> line.matches("honeycomb +6,000 .*00000001\\.log.*"))
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

    assertThat(out.toString()).contains("damaged: 1 record", "intact records are still read");
  }

  @Test
  void lost_places_are_told() throws IOException {
    try (DiskLog log = open()) {
      append(log, 1);
    }
    Files.delete(folder.resolve("slot-0/cursors"));

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.DAMAGED);

    assertThat(out.toString()).contains("the read positions are lost");
  }

  @Test
  void a_segment_that_was_cut_is_damaged_and_the_spans_that_are_lost_are_counted()
      throws IOException {
    try (DiskLog log = open()) {
      append(log, 100);
    }
    try (FileChannel file = FileChannel.open(segment(), StandardOpenOption.WRITE)) {
      file.truncate(20_000);
    }

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.DAMAGED);

    long kept = waiting("honeycomb");
    String lost = String.format(Locale.ROOT, "%,d", 200_000 - kept);
    assertThat(kept).isEqualTo(60_000); // what is whole of 20,000 bytes
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith("honeycomb: " + lost + " spans lost"))
        .anyMatch(line -> line.startsWith("zipkin: " + lost + " spans lost"))
        .anyMatch(line -> line.matches(".*00000001\\.log .*damaged: .*, " + lost + " spans lost"))
        .noneMatch(line -> line.equals("sound"));
  }

  @Test
  void a_segment_that_was_deleted_is_lost() throws IOException {
    try (DiskLog log = open()) {
      append(log, 3);
    }
    Files.delete(segment());

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.DAMAGED);

    assertThat(out.toString())
        .contains("honeycomb: 6,000 spans lost", "lost, all vendors together: 12,000 spans");
  }

  @Test
  void a_slot_of_garbage_is_foreign() throws IOException {
    Files.createDirectories(folder.resolve("slot-0"));
    Files.write(folder.resolve("slot-0/data.bin"), new byte[1000]);

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.DAMAGED);

    assertThat(out.toString())
        .contains("slot-0: foreign", "data.bin: is not a file of the log; skipped")
        .doesNotContain("sound");
  }

  @Test
  @Timeout(20)
  void a_pipe_is_skipped_with_a_line() throws Exception {
    try (DiskLog log = open()) {
      append(log, 1);
    }
    pipe("slot-0/x.log");

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).contains("x.log: is not a file of the log; skipped");
  }

  @Test
  @Timeout(20)
  void a_pipe_in_place_of_a_file_of_the_log_is_damage() throws Exception {
    for (String name : List.of("lock", "cursors", "0000000000000001-00000001.log")) {
      Files.createDirectories(folder.resolve(name).resolve("slot-0"));
      pipe(name + "/slot-0/" + name);

      int exit = run("log", folder.resolve(name).toString());

      assertThat(exit).as(name).isEqualTo(name.equals("lock") ? ExitCode.OK : ExitCode.DAMAGED);
    }
    assertThat(out.toString()).contains("is no regular file; skipped");
  }

  @Test
  void links_and_names_that_look_like_slots_are_named_and_not_followed() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("slot-0"), elsewhere);
    Files.createDirectory(folder.resolve("slot-01"));

    assertThat(run("log", folder.toString())).isEqualTo(ExitCode.DAMAGED);

    assertThat(out.toString())
        .contains("slot-0: foreign: a link or a file, not followed")
        .contains("slot-01: is not the name of a slot");
  }

  @Test
  void limit_use_and_drops_are_shown_and_asking_does_not_end_the_use() throws IOException {
    try (DiskLog log = open()) {
      append(log, 3_000); // 1.5 MB into 1 MiB

      run("log", folder.toString());
      run("log", "--json", folder.toString());
      run("log", folder.toString());
    }
    run("log", folder.toString());

    assertThat(out.toString().lines())
        .filteredOn(line -> line.startsWith("slot-0: "))
        .hasSize(3)
        .allMatch(line -> line.contains("limit 1.0 MiB"))
        .satisfies(
            lines -> assertThat(lines.get(0)).endsWith("live: a process uses it"),
            lines -> assertThat(lines.get(1)).endsWith("live: a process uses it"),
            lines -> assertThat(lines.get(2)).endsWith("dead: no process uses it"));
    assertThat(out.toString())
        .containsPattern("honeycomb .* [0-9,]+ buffer_full\\R")
        .contains("\"in_use\": \"held\"", "\"limit_bytes\": 1048576", "\"buffer_full\": ");
  }

  @Test
  void a_lock_of_another_process_is_seen_and_kept() throws Exception {
    try (DiskLog log = open()) {
      append(log, 1);
    }
    Path classes = Path.of(
        LockHolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path lock = folder.resolve("slot-0/lock");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process holder = new ProcessBuilder(
            java, "-cp", classes.toString(), LockHolder.class.getName(), lock.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('l');

      run("log", folder.toString());
    } finally {
      holder.destroy();
    }

    assertThat(out.toString()).contains("live: a process uses it");
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
          new DropBooks(),
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

  private void pipe(String name) throws Exception {
    Process made = new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start();
    assertThat(made.waitFor()).isZero();
  }

  private long waiting(String vendor) {
    return out.toString()
        .lines()
        .filter(line -> line.startsWith(vendor + " "))
        .mapToLong(line -> Long.parseLong(line.split(" +", -1)[1].replace(",", "")))
        .findFirst()
        .orElseThrow();
  }

  private int run(String... args) {
    CommandLine commandLine = FanlightCommand.commandLine();
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  /** A process that holds a lock until it is ended. */
  static final class LockHolder {
    public static void main(String[] args) throws Exception {
      try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          FileLock lock = file.lock()) {
        System.out.write(lock.isValid() ? 'l' : '?');
        System.out.flush();
        System.in.read();
      }
    }
  }

  /** An account that counts its drops. */
  private static final class DropBooks implements Books {

    private final Map<String, Long> columns = new TreeMap<>();

    @Override
    public synchronized Map<String, Long> columns() {
      return new TreeMap<>(columns);
    }

    @Override
    public void goOn(Map<String, Long> columns, long waiting) {}

    @Override
    public void add(Map<String, Long> before) {}

    @Override
    public void found(long spans) {}

    @Override
    public synchronized void dropped(long spans, DropReason reason) {
      columns.merge(DROPPED + reason.code(), spans, Long::sum);
    }
  }
}
