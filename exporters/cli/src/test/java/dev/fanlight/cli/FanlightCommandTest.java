/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class FanlightCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path folder;

  @Test
  void a_valid_file_is_said_to_be_so() throws IOException {
    Path file = write("vendors: {gateway: {type: otlp}}");

    int exitCode = run("check", file.toString());

    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .startsWith("valid")
        .contains("gateway  http://localhost:4318  otlp over http");
  }

  @Test
  void every_error_of_a_file_is_one_line_with_its_place() throws IOException {
    Path file = write("vendors:\n  gateway: {type: otpl}\n  other: {type: otlp, timeot: 1s}\n");

    int exitCode = run("check", file.toString());

    assertThat(exitCode).isEqualTo(ExitCode.BAD_FILE);
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith(
            file + ":2:19: vendors.gateway: no such vendor type; did you mean otlp?"))
        .anyMatch(
            line -> line.equals(file + ":3:23: vendors.other: unknown key; did you mean timeout?"))
        .contains("2 errors, 0 warnings");
  }

  @Test
  void json_is_for_programs() throws IOException {
    Path file = write("vendors: {gateway: {type: otpl}}");

    int exitCode = run("check", "--json", file.toString());

    assertThat(exitCode).isEqualTo(ExitCode.BAD_FILE);
    assertThat(out.toString())
        .startsWith("{\n  \"valid\": false,")
        .contains("\"severity\": \"error\"", "\"line\": 1", "\"path\": \"vendors.gateway\"");
  }

  @Test
  void a_probe_goes_to_each_vendor() throws IOException {
    try (Receiver receiver = Receiver.plain()) {
      Path file = write(vendor(receiver.port(), Receiver.KEY));

      int exitCode = run("check", "--send", file.toString());

      assertThat(exitCode).isEqualTo(ExitCode.OK);
      assertThat(out.toString())
          .contains("accepted with status 200")
          .contains("https://one.newrelic.com/");
      assertThat(receiver.requests()).containsExactly("POST application/x-protobuf");
    }
  }

  @Test
  void a_wrong_key_is_told_in_one_line_without_the_key() throws IOException {
    try (Receiver receiver = Receiver.plain()) {
      Path file = write(vendor(receiver.port(), "wrong-s3cret"));

      int exitCode = run("check", "--send", file.toString());

      assertThat(exitCode).isEqualTo(ExitCode.PROBE_FAILED);
      assertThat(advice())
          .startsWith("new_relic: the vendor does not accept the credentials; check the key");
    }
  }

  @Test
  void a_closed_port_is_told_in_one_line() throws IOException {
    Path file = write(vendor(closedPort(), Receiver.KEY));

    assertThat(run("check", "--send", file.toString())).isEqualTo(ExitCode.PROBE_FAILED);
    assertThat(advice())
        .startsWith("new_relic: no process listens at this address; check host and port");
  }

  @Test
  void an_unknown_host_is_told_in_one_line() throws IOException {
    Path file = write("vendors: {new_relic: {license_key: k, endpoint: 'http://nowhere.invalid'}}");

    assertThat(run("check", "--send", file.toString())).isEqualTo(ExitCode.PROBE_FAILED);
    assertThat(advice())
        .startsWith("new_relic: this machine cannot resolve the name nowhere.invalid");
  }

  @Test
  void an_untrusted_certificate_is_told_in_one_line() throws Exception {
    try (Receiver receiver = Receiver.untrusted(folder)) {
      Path file = write("vendors: {new_relic: {license_key: k, endpoint: 'https://localhost:%d'}}"
          .formatted(receiver.port()));

      assertThat(run("check", "--send", file.toString())).isEqualTo(ExitCode.PROBE_FAILED);
      assertThat(advice()).contains("give the authority of localhost as tls.ca");
    }
  }

  @Test
  void no_file_is_a_wrong_command_line() {
    assertThat(run("check")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("name a file, or set FANLIGHT_CONFIG");
    assertThat(run("chekc")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void the_vendors_are_listed_and_described() {
    assertThat(run("vendors")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("honeycomb", "zipkin", "end_of_life");
    assertThat(run("vendors", "honeycomb")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("api_key: ${HONEYCOMB_API_KEY}", "EVERY VENDOR");
    assertThat(run("vendors", "hunnycomb")).isEqualTo(ExitCode.USAGE);
    assertThat(run("vendors", "--json", "honeycomb")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("\"title\": \"Honeycomb\"");
  }

  @Test
  void a_first_file_is_written_once_and_is_valid() throws IOException {
    Path file = folder.resolve("first.yaml");

    int written = run("init", "otlp", "jaeger", "tempo", "-o", file.toString());
    int again = run("init", "otlp", "-o", file.toString());

    assertThat(written).isEqualTo(ExitCode.OK);
    assertThat(again).isEqualTo(ExitCode.USAGE);
    assertThat(run("check", file.toString())).describedAs("%s", out).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(file)).contains("#ui: http://localhost:16686");
  }

  @Test
  void a_first_file_that_cannot_be_written_is_told_in_one_line() throws IOException {
    Path noFolder = folder.resolve("config").resolve("fanlight.yaml");
    Path noFolderEither = Files.writeString(folder.resolve("file"), "").resolve("fanlight.yaml");

    for (Path file : List.of(noFolder, noFolderEither, Path.of("/proc/fanlight.yaml"))) {
      err.getBuffer().setLength(0);

      assertThat(run("init", "otlp", "-o", file.toString())).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("fanlight init: ")
          .containsAnyOf(file.toString(), String.valueOf(file.getParent()));
    }
  }

  @Test
  void a_file_that_is_not_there_is_named_with_its_folder() {
    int exitCode = run("check", "nofile.yaml");

    String here = Path.of("").toAbsolutePath().toString();
    assertThat(exitCode).isEqualTo(ExitCode.BAD_FILE);
    assertThat(out.toString())
        .contains("there is no file " + here + "/nofile.yaml", "the working directory, " + here);
  }

  @Test
  void the_first_file_for_a_vendor_that_is_planned_goes_round_it() throws IOException {
    Path file = folder.resolve("first.yaml");

    int written = run("init", "aws_xray", "-o", file.toString());

    assertThat(written).isEqualTo(ExitCode.OK);
    assertThat(run("check", file.toString())).describedAs("%s", out).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(file)).contains("type: otlp").doesNotContain("region");
  }

  @Test
  void a_type_that_is_not_there_is_named_with_the_nearest_one() {
    assertThat(run("init", "otlp", "newrelic")).isEqualTo(ExitCode.USAGE);
    assertThat(run("vendors", "honeycom")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line)
                .startsWith(
                    "fanlight init: there is no vendor type newrelic; did you mean new_relic?"),
            line -> assertThat(line).contains("honeycom; did you mean honeycomb?"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_table_is_as_wide_as_the_terminal_and_breaks_between_words() {
    TerminalWriter screen = new TerminalWriter(commandLine(Ansi.ON).getCommandSpec(), 40);

    screen.table(
        List.of("KEY", "WHAT"),
        List.of(
            List.of(screen.strong("timeout"), "Of one attempt, look-up and answer included."),
            List.of("a", "https://an.address.that.is.never.broken/")));
    screen.text("- A note that goes on behind the width of the terminal.");

    assertThat(out.toString().replaceAll("\u001b\\[[0-9;]*m", "").lines())
        .containsExactly(
            "KEY      WHAT",
            "timeout  Of one attempt, look-up and",
            "         answer included.",
            "a        https://an.address.that.is.never.broken/",
            "- A note that goes on behind the width",
            "of the terminal.");
  }

  @Test
  void the_schema_is_written() {
    assertThat(run("schema")).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .startsWith("{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\"");
  }

  @Test
  void colours_are_for_terminals_only() throws IOException {
    Path file = write("vendors: {gateway: {type: otpl}}");

    run(Ansi.OFF, "check", file.toString());
    assertThat(out.toString()).doesNotContain("\u001b");
    run(Ansi.ON, "check", file.toString());
    assertThat(out.toString()).contains("\u001b[31m");
  }

  private String advice() {
    assertThat(out.toString()).doesNotContain("s3cret");
    return out.toString().lines().reduce((first, last) -> last).orElse("");
  }

  private static String vendor(int port, String key) {
    return "vendors: {new_relic: {license_key: %s, endpoint: 'http://127.0.0.1:%d'}}"
        .formatted(key, port);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Path write(String document) throws IOException {
    return Files.writeString(folder.resolve("fanlight.yaml"), document);
  }

  private int run(String... args) {
    return run(Ansi.OFF, args);
  }

  private int run(Ansi ansi, String... args) {
    return commandLine(ansi).execute(args);
  }

  private CommandLine commandLine(Ansi ansi) {
    CommandLine commandLine = FanlightCommand.commandLine();
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine;
  }
}
