/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

@Timeout(60)
class TopCommandTest {

  private static final String STATUS = """
      {"state":"running","pipeline":{"ended":1200,"ended_per_second":20.0,"queued":1,"queue_capacity":8192,
       "log_bytes":1048576,"log_limit_bytes":2097152,"seconds_until_log_is_full":300},
       "file":{"documents":"fanlight.yaml","version":2,"problems":["fanlight.yaml:3: wrong"]},
       "vendors":[{"name":"acme","flow":"behind","flow_text":"behind by 3 min 12 s","losing":true,
        "delivered_per_second":0.0,"buffered":640,"oldest_age_millis":192000,"p50_answer_millis":40.5,
        "p99_answer_millis":2300.0,"delivered":1100,"rejected":{"http_400":7},"dropped":{"expired":53},
        "last_failure":{"message":"status 503\\u001b[2J from acme","cure":"Wait for it","over":false}}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @Nullable HttpServer server;
  private int status = 200;
  private String body = STATUS;

  @BeforeEach
  void start() throws IOException {
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    started.createContext("/fanlight", exchange -> {
      boolean isJson = "application/json".equals(exchange.getRequestHeaders().getFirst("Accept"));
      byte[] bytes = (isJson ? body : "no JSON asked for").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    started.start();
    server = started;
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void the_table_shows_the_vendor_its_state_its_trouble_and_the_cure() {
    assertThat(run("top", "--once", url())).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .contains("running, version 2 of fanlight.yaml")
        .contains("1,200 spans ended")
        .contains("full in 5 min")
        .contains("problem: fanlight.yaml:3: wrong")
        .contains("acme")
        .contains("behind by 3 min 12 s: status 503 [2J from acme. Wait for it")
        .contains("60")
        .contains("2.3 s")
        .doesNotContain("\u001b");
  }

  @Test
  void the_json_is_written_as_it_came() {
    assertThat(run("top", "--json", url())).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).isEqualTo(STATUS);
  }

  @Test
  void an_address_without_a_status_says_what_to_add() {
    status = 404;

    assertThat(run("top", url())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("add status: {}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "<html>", "{\"a\":}", "\"\\u12\"", "{\"a\":1} x"})
  void an_answer_that_is_no_status_is_refused(String answer) {
    body = answer;

    assertThat(run("top", url())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("not a status");
  }

  @Test
  void an_address_that_does_not_answer_is_named_with_the_cure() throws IOException {
    String closed = url();
    stop();

    assertThat(run("top", closed)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no answer").contains("section status");
  }

  @Test
  void the_path_may_be_left_out_and_other_schemes_are_refused() {
    assertThat(TopCommand.page("localhost:9464"))
        .isEqualTo(URI.create("http://localhost:9464/fanlight"));
    assertThat(TopCommand.page("https://host/")).isEqualTo(URI.create("https://host/fanlight"));
    assertThat(TopCommand.page("https://host/behind/fanlight"))
        .isEqualTo(URI.create("https://host/behind/fanlight"));
    assertThat(TopCommand.page("ftp://host")).isNull();
    assertThat(TopCommand.page("http://")).isNull();
  }

  @Test
  void the_reader_of_json_reads_each_kind_of_value() {
    assertThat(StatusJsonReader.read(
            " {\"a\":[1,-2.5e1,true,false,null,\"\\u00e9\\n\\\"\"],\"b\":{}} "))
        .isEqualTo(Map.of("a", List.of(1.0, -25.0, true, false, "", "\u00e9\n\""), "b", Map.of()));
  }

  @Test
  void the_reader_of_json_refuses_what_is_nested_too_deep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusJsonReader.read("[".repeat(100_000)))
        .withMessageContaining("too deep");
  }

  private String url() {
    return "http://localhost:" + (server == null ? 0 : server.getAddress().getPort());
  }

  private int run(String... arguments) {
    CommandLine commandLine = FanlightCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    return commandLine.execute(arguments);
  }
}
