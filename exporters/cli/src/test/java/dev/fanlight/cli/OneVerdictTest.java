/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command's check and a start of the product say the same of a file, line by line. */
class OneVerdictTest {

  private final Queue<String> said = new LinkedBlockingQueue<>(1_000);
  private final Logger root = Logger.getLogger("");
  private final Handler handler = new Problems();

  @TempDir
  private Path folder;

  @BeforeEach
  void listen() {
    root.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    root.removeHandler(handler);
  }

  /** The keys of one vendor beside a sound one; a document as a whole where there is a line break. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: otlp",
        "type: otpl",
        "type: otlp, enabled: True",
        "type: otlp, enabled: FALSE",
        "type: otlp, enabled: yes",
        "type: otlp, timeot: 1s",
        "type: otlp, timeout: 10",
        "type: otlp, timeout: 1 s",
        "type: otlp, timeout: 1us",
        "type: otlp, timeout: 2d",
        "type: otlp, window: 0x10",
        "type: otlp, window: 65",
        "type: otlp, window: 1_0",
        "type: otlp, sample: .inf",
        "type: otlp, sample: 10%",
        "type: otlp, endpoint: 'http://otel_collector:4318'",
        "type: otlp, endpoint: 'HTTP://HOST:80/x'",
        "type: otlp, endpoint: 'http://h:0'",
        "type: otlp, endpoint: 'http://h:99999'",
        "type: otlp, endpoint: 'h:4318'",
        "type: otlp, endpoint: 'http://u:p@h'",
        "type: otlp, endpoint: 'http://a b'",
        "type: otlp, endpoint: 'http://h/#f'",
        "type: otlp, protocol: grpc, endpoint: 'http://h:4317/x'",
        "type: otlp, protocol: http2",
        "type: otlp, headers: {'x-key: abc': b}",
        "type: otlp, headers: {\"a\\nb\": c}",
        "type: otlp, headers: {'': c}",
        "type: otlp, headers: {a: ''}",
        "type: otlp, headers: {a: \"b\\nc\"}",
        "type: otlp, headers: {a: \"b\\n\"}",
        "type: otlp, headers: {a: \"${file:two-lines}\"}",
        "type: otlp, headers: {a: \"${file:one-line}\"}",
        "type: otlp, headers: {a: \"${file:none}\"}",
        "type: otlp, headers: {a: \"${file:.}\"}",
        "type: otlp, headers: {a: \"${NOT_SET}\"}",
        "type: otlp, headers: {a: \"${NOT_SET:-${NOT_SET_EITHER:-b}}\"}",
        "type: otlp, headers: {a: \"${NOT_SET:-${\"}",
        "type: otlp, headers: {a: '$${b}'}",
        "type: otlp, headers: {content-length: 3}",
        "type: otlp, headers: {<<: {a: b}}",
        "type: otlp, protocol: grpc, headers: {a: ü}",
        "type: otlp, protocol: http, headers: {a: ü}",
        "type: otlp, tls: {ca: none.pem}",
        "type: otlp, tls: {ca: one-line}",
        "type: otlp, tls: {ca: '~/x'}",
        "type: otlp, tls: {certificate: one-line}",
        "type: otlp, tls: {key: one-line}",
        "type: otlp, proxy: {address: 'https://p'}",
        "type: otlp, proxy: {address: 'http://p:3128'}",
        "type: otlp, proxy: {address: 'http://p', password: x}",
        "type: otlp, retry: {first_delay: 1m, max_delay: 1s}",
        "type: otlp, endpoint: 'http://far', headers: {authorization: a}",
        "type: otlp, oauth2: {token_url: 'https://h/t', client_id: a, client_secret: b}",
        "type: otlp, oauth2: {token_url: 'https://h/t', client_id: a}",
        "type: otlp, oauth2: {token_url: 'https://h/t', client_id: a, client_secret: b, client_assertion: c}",
        "type: otlp, oauth2: {token_url: 'http://h/t', client_id: a, client_assertion: \"${file:none}\"}",
        "type: otlp, oauth2: {client_id: a, client_secret: b}, headers: {authorization: c}",
        "type: otlp, oauth2: yes",
        "type: azure_monitor, endpoint: 'https://h/p'",
        "type: new_relic",
        "type: new_relic, license_key: ''",
        "type: new_relic, license_key: \"${file:two-lines}\"",
        "type: sentry, dsn: nonsense",
        "type: sentry, dsn: 'https://abc@o1.ingest.sentry.io/42'",
        "type: zipkin",
        "type: aws_xray",
        "<<: {type: otlp}",
        "vendors:\n\ta: b",
        "vendors: [\n",
        "enabled: maybe\n",
        "vendors:\n  a: {type: otlp}\n  a: {type: otlp}\n",
        "vendors: {}\n---\nvendors: {}\n",
        "batch: {spans: 0}\n",
        "buffer: {disk: {path: ~}}\n",
        "buffer: {disk: {path: '~/x'}}\n",
        "strict: TRUE\nvendors: {a: {type: otpl}}\n",
        "metrics: {port: 0, tls: {certificate: none, key: none}}\n",
        "metrics: {port: 0, path: x}\n"
      })
  void check_and_start_say_the_same(String text) throws Exception {
    Files.writeString(folder.resolve("one-line"), "abc\n");
    Files.writeString(folder.resolve("two-lines"), "abc\ndef\n");
    String document =
        text.contains("\n") ? text : "vendors: {sound: {type: otlp}, v: {" + text + "}}";
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), document);

    List<String> checked = check(file);
    List<String> started = start(file);

    assertThat(started).containsExactlyElementsOf(checked);
  }

  /** The problems, and then the vendors. */
  private static List<String> check(Path file) {
    StringWriter out = new StringWriter();
    CommandLine command = FanlightCommand.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.execute("check", file.toString());
    List<String> lines = new ArrayList<>();
    boolean isTable = false;
    for (String line : out.toString().lines().toList()) {
      if (line.startsWith(file.toString())) {
        lines.add(line);
      }
      if (isTable) {
        lines.add(line.substring(0, line.indexOf(' ')));
      }
      isTable |= line.startsWith("VENDOR");
    }
    return lines;
  }

  private List<String> start(Path file) {
    List<String> lines = new ArrayList<>();
    try (Fanlight fanlight =
        Fanlight.builder(file).watchesFile(false).closesAtExit(false).build()) {
      said.stream()
          .flatMap(String::lines)
          .filter(line -> line.startsWith(file.toString()))
          .forEach(lines::add);
      fanlight.ledgerSnapshots().stream().map(LedgerSnapshot::vendor).forEach(lines::add);
    } catch (Fanlight.RefusedConfigurationException refused) {
      String.valueOf(refused.getMessage())
          .lines()
          .filter(line -> line.startsWith(file.toString()))
          .forEach(lines::add);
    }
    return lines;
  }

  private final class Problems extends Handler {
    @Override
    public void publish(LogRecord logged) {
      said.add(String.valueOf(logged.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
