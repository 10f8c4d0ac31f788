/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.Fanlight;
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
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A secret behind every key in turn: neither the product nor the command repeats it. */
class EchoTest {

  private static final String SECRET = "zqSECRETzq-7f3a9b";

  private static final List<String> TOP = List.of(
      "enabled",
      "strict",
      "rules",
      "rules.sample",
      "rules.built_in",
      "rules.keep",
      "rules.redact",
      "rules.rename",
      "rules.add",
      "queue.capacity",
      "batch.spans",
      "batch.bytes",
      "batch.delay",
      "buffer.memory",
      "buffer.disk.path",
      "buffer.disk.limit",
      "buffer.disk.sync",
      "shutdown_timeout",
      "metrics",
      "metrics.host",
      "metrics.port",
      "metrics.path",
      "metrics.basic_auth",
      "metrics.basic_auth.user",
      "metrics.tls",
      "metrics.tls.certificate",
      "metrics.dialects",
      "metrics.dimensions",
      "metrics.peers",
      "metrics.pushgateway.address",
      "metrics.buckets",
      "metrics.max_series",
      "request_log",
      "vendors",
      "vendors.v");

  private static final List<String> OF_VENDORS = List.of(
      "type",
      "enabled",
      "endpoint",
      "protocol",
      "headers",
      "headers.x-key",
      "headers.bad key",
      "compression",
      "sample",
      "keep",
      "drop",
      "redact",
      "rename",
      "add",
      "timeout",
      "connect_timeout",
      "window",
      "max_age",
      "retry",
      "retry.first_delay",
      "breaker.failures",
      "tls",
      "tls.ca",
      "tls.certificate",
      "tls.key",
      "proxy",
      "proxy.address",
      "proxy.user",
      "limits.request",
      "retryable_statuses",
      "trace_link",
      "api_key",
      "dsn",
      "unknown_key");

  private static final List<String> FORMS = List.of(
      "${file:secret}",
      "https://user:${file:secret}@host:99999/x",
      "/nowhere/${NOT_SET:-" + SECRET + "} x");

  private final Queue<String> said = new LinkedBlockingQueue<>(10_000);
  private final Logger root = Logger.getLogger("");
  private final Handler handler = new Everything();

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

  static Stream<String> documents() {
    List<String> documents = new ArrayList<>();
    for (String key : TOP) {
      documents.add(nested(key, ""));
    }
    for (String type : List.of("otlp", "honeycomb")) {
      for (String key : OF_VENDORS) {
        String head = "vendors:\n  v:\n" + (key.equals("type") ? "" : "    type: " + type + "\n");
        documents.add(head
            + (key.equals("endpoint") ? "" : "    endpoint: http://127.0.0.1:1\n")
            + nested(key, "    "));
      }
    }
    return documents.stream();
  }

  private static String nested(String key, String indent) {
    StringBuilder text = new StringBuilder();
    String deeper = indent;
    List<String> parts = Pattern.compile("\\.").splitAsStream(key).toList();
    for (int i = 0; i < parts.size(); i++) {
      text.append(deeper).append(parts.get(i)).append(i == parts.size() - 1 ? ": @@\n" : ":\n");
      deeper += "  ";
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void no_text_that_a_reference_yields_is_repeated(String document) throws Exception {
    Files.writeString(folder.resolve("secret"), SECRET + "\n");

    for (String form : FORMS) {
      said.clear();
      Path file = Files.writeString(
          folder.resolve("fanlight.yaml"), document.replace("@@", '"' + form + '"'));
      run("check", "--json", file.toString());
      start(file);

      assertThat(String.join("\n", said)).as(form).doesNotContain(SECRET);
    }
  }

  private void start(Path file) {
    try (Fanlight fanlight =
        Fanlight.builder(file).watchesFile(false).closesAtExit(false).build()) {
      said.add(fanlight.accounts().toString() + fanlight.spanProcessor());
    } catch (RuntimeException refused) {
      StringWriter stack = new StringWriter();
      refused.printStackTrace(new PrintWriter(stack));
      said.add(stack.toString());
    }
  }

  private void run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(out, true));
    command.execute(arguments);
    said.add(out.toString());
  }

  /** Keeps everything that is logged, stack traces included. */
  private final class Everything extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord logged) {
      said.add(formatter.format(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
