/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.fanlight.exporters.testing.ScriptedVendor;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class RelayCommandTest {

  private static final Pattern ADDRESS = Pattern.compile("over HTTP at \\S+:(\\d+)");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void it_receives_spans_until_it_is_stopped() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(received -> ScriptedVendor.Reply.OK)) {
      Path file = file("source: {otlp: {http: 0}}\nvendors: {a: {type: otlp, endpoint: \""
          + vendor.endpoint() + "/v1/traces\"}}\n");
      AtomicInteger exitCode = new AtomicInteger(-1);
      Thread command = new Thread(() -> exitCode.set(run(file)), "relay-command");
      command.start();
      await().until(() -> ADDRESS.matcher(out.toString()).find());

      assertThat(post(port())).isEqualTo(200);
      command.interrupt();
      command.join();

      assertThat(exitCode).hasValue(ExitCode.OK);
      assertThat(vendor.taken()).containsExactly("b7ad6b7169203331");
    }
  }

  @Test
  void a_file_without_a_source_is_an_error() throws IOException {
    Path file = file("vendors: {a: {type: otlp, endpoint: \"http://127.0.0.1:9/v1/traces\"}}\n");

    assertThat(run(file)).isEqualTo(ExitCode.BAD_FILE);
    assertThat(err.toString()).contains("section \"source\"");
  }

  @Test
  void a_file_with_an_error_is_reported_as_by_check() throws IOException {
    Path file = file("source: {otlp: {http: 70000}}\n");

    assertThat(run(file)).isEqualTo(ExitCode.BAD_FILE);
    assertThat(out.toString()).contains("source.otlp.http", "1 error");
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("relay.yaml"), yaml);
  }

  private int run(Path file) {
    CommandLine commandLine = FanlightCommand.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute("relay", file.toString());
  }

  private int port() {
    Matcher address = ADDRESS.matcher(out.toString());
    assertThat(address.find()).isTrue();
    return Integer.parseInt(address.group(1));
  }

  private static int post(int port) throws IOException, InterruptedException {
    byte[] message = ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder()
                .addSpans(Span.newBuilder()
                    .setTraceId(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"))
                    .setSpanId(ByteString.fromHex("b7ad6b7169203331")))))
        .build()
        .toByteArray();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
                .header("content-type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(message))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
