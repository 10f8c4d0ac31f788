/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that would make each request impossible is an error of its key; every other one can be used. */
class UsableValuesTest {

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @TempDir
  private Path folder;

  @Test
  void line_breaks_at_the_end_of_a_secret_are_cut_wherever_it_comes_from() throws IOException {
    surroundings.variable("KEY", "abc123\r\n\n");
    Files.writeString(folder.resolve("token"), "\uFEFFabc123\n\n");
    Path file = write("""
        vendors:
          from_variable: {type: otlp, headers: {k: "${KEY}"}}
          from_file: {type: otlp, headers: {k: "${file:token}"}}
          literal:
            type: otlp
            headers:
              k: |
                abc123
          quoted: {type: otlp, headers: {k: "abc123\\n"}}
          part: {type: otlp, headers: {k: "abc${NONE:-123}\\n"}}
        """);

    for (LaneSettings lane : usable(file).fanout().lanes()) {
      assertThat(lane.vendor().headers().current())
          .as(lane.name())
          .isEqualTo(Map.of("k", "abc123"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vendors: {a: {type: otlp, headers: {k: \"${WRAPPED}\"}}}",
        "vendors: {a: {type: otlp, headers: {k: \"${file:wrapped}\"}}}",
        "vendors: {a: {type: new_relic, license_key: \"${WRAPPED}\"}}",
        "vendors: {a: {type: new_relic, license_key: \"${file:wrapped}\"}}",
        "vendors: {a: {type: otlp, headers: {k: \"a\\0b\"}}}",
        "vendors: {a: {type: otlp, headers: {k: \"a\\x7fb\"}}}",
        "vendors: {a: {type: otlp, protocol: grpc, headers: {k: \"grün\"}}}",
        "vendors: {a: {type: honeycomb, protocol: grpc, api_key: \"grün\"}}",
        "vendors: {a: {type: otlp, headers: {\"x-key: abc\": b}}}",
        "vendors: {a: {type: otlp, headers: {\"x\\r\\ny\": b}}}",
        "vendors: {a: {type: otlp, headers: {\"x y\": b}}}",
        "vendors: {a: {type: otlp, headers: {\"\": b}}}",
        "vendors: {a: {type: otlp, headers: {\" \": b}}}",
        "vendors: {a: {type: otlp, headers: {\"schlüssel\": b}}}",
        "vendors: {a: {type: otlp, headers: {k: \"  \"}}}",
        "vendors: {a: {type: otlp, headers: {Content-Length: 5}}}",
        "vendors: {a: {type: otlp, headers: {Transfer-Encoding: chunked}}}",
        "vendors: {a: {type: otlp, headers: {x-key: a, X-Key: b}}}",
        "vendors: {a: {type: otlp, endpoint: \"http://h:0\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://h:65536\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://h:4318x\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://h:-1\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://:4318\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://a..b\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://256.0.0.1\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://1.2.3.4.5:4318\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://collector.7\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://"
            + "a123456789b123456789c123456789d123456789e123456789f123456789g123.example\"}}",
        "vendors: {a: {type: otlp, trace_link: \"https://ui/traces\"}}",
        "vendors: {a: {type: otlp, trace_link: \"javascript:alert('{trace_id}')\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://a%20b\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://a,b\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://[::1\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http://user:pw@under_score\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http:/h/x\"}}",
        "vendors: {a: {type: otlp, endpoint: \"http:h\"}}",
        "vendors: {a: {type: otlp, timeout: 100us}}",
        "vendors: {a: {type: otlp, timeout: 25d}}",
        "vendors: {a: {type: otlp, connect_timeout: 100us}}",
        "vendors: {a: {type: otlp, connect_timeout: 25d}}",
        "vendors: {a: {type: otlp, protocol: grpc, timeout: 30d}}",
        "vendors: {a: {type: otlp, retry: {first_delay: 1m, max_delay: 1s}}}",
        "vendors: {a: {type: otlp, proxy: {address: \"https://p:3128\"}}}",
        "vendors: {a: {type: otlp, proxy: {address: \"http://p:3128/x\"}}}",
        "vendors: {a: {type: otlp, proxy: {address: \"http://p:0\"}}}",
        "vendors: {a: {type: otlp, proxy: {address: \"http://p\", user: \"a:b\"}}}",
        "vendors: {a: {type: otlp, proxy: {address: \"http://p\", password: b}}}",
        "vendors: {a: {type: otlp, tls: {certificate: wrapped}}}",
        "vendors: {a: {type: otlp, tls: {key: wrapped}}}",
        "vendors: {a: {type: otlp, tls: {ca: wrapped}}}",
        "vendors: {a: {type: otlp, tls: {ca: \"~/ca.pem\"}}}",
        "vendors: {a: {type: otlp, tls: {ca: \"a\\nb\"}}}",
      })
  void a_value_that_no_request_can_be_made_with_is_an_error_of_its_key(String document)
      throws IOException {
    surroundings.variable("WRAPPED", "YWJj\nZGVm\n");
    Files.writeString(folder.resolve("wrapped"), "YWJj\nZGVm\n");
    Path file = write(document);

    LoadResult loaded = surroundings.load(ConfigSource.of(file));

    assertThat(loaded.isSound()).as("%s", loaded.problems()).isFalse();
    assertThat(loaded.problems()).singleElement().satisfies(problem -> {
      assertThat(problem.place().document()).isEqualTo(file.toString());
      assertThat(problem.place().column()).isGreaterThan(14);
      assertThat(problem.path()).startsWith("vendors.a.");
      assertThat(problem.message()).doesNotContain("YWJj", "grün", "user:", "abc");
    });
  }

  @ParameterizedTest
  @CsvSource({
    "http://otel_collector:4318, http://otel_collector:4318/v1/traces",
    "HTTP://otel_collector:4318/x, http://otel_collector:4318/x",
    "HTTP://HOST:80/x, http://HOST:80/x",
    "Https://host, https://host/v1/traces",
    "http://_h, http://_h/v1/traces",
    "http://[::1]:4318, http://[::1]:4318/v1/traces",
    "http://127.0.0.1, http://127.0.0.1/v1/traces",
    "http://127.1:4318, http://127.1:4318/v1/traces",
    "http://7.example, http://7.example/v1/traces",
    "http://host./x, http://host./x",
    "http://bücher.example/ü, http://xn--bcher-kva.example/%C3%BC",
    "http://under_score:4318?a=b, http://under_score:4318/v1/traces"
  })
  void every_host_that_is_in_use_can_be_used(String given, String endpoint) {
    LaneSettings lane = surroundings
        .configuration("vendors: {a: {type: otlp, endpoint: '" + given + "'}}")
        .fanout()
        .lanes()
        .get(0);

    assertThat(lane.vendor().endpoint()).hasToString(endpoint);
    assertThat(lane.vendor().toString()).doesNotContain("null");
  }

  @Test
  void a_host_with_an_underscore_can_be_used_over_grpc_and_by_a_proxy() {
    Configuration configuration = surroundings.configuration("""
        vendors:
          a: {type: otlp, protocol: grpc, endpoint: "http://otel_collector:4317"}
          b: {type: otlp, endpoint: "http://otel_collector:4318", proxy: {address: "http://my_proxy:3128"}}
        """);

    assertThat(configuration.fanout().lanes()).hasSize(2);
  }

  @Test
  void a_rotated_secret_that_cannot_be_sent_is_refused_and_the_old_one_kept() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "one\n");
    Path file = write("""
        vendors:
          a: {type: otlp, protocol: grpc, headers: {k: "Bearer ${file:key}"}}
          b: {type: new_relic, license_key: "${file:key}"}
        """);
    ConfigLoader loader = surroundings.loader(ConfigSource.of(file));
    LoadResult first = loader.load();
    List<String> told = new ArrayList<>();
    ConfigWatcher watcher =
        new ConfigWatcher(loader, first, ConfigWatcher.INTERVAL, new Told(told));
    poll(watcher);

    Files.writeString(key, "two\nlines\n");
    poll(watcher);
    assertThat(headers(first)).containsExactly(Map.of("k", "Bearer one"), Map.of("api-key", "one"));
    Files.writeString(key, "zwölf\n");
    poll(watcher);
    assertThat(headers(first).get(0)).isEqualTo(Map.of("k", "Bearer one"));
    Files.writeString(key, "three\n");
    poll(watcher);

    assertThat(headers(first))
        .containsExactly(Map.of("k", "Bearer three"), Map.of("api-key", "three"));
    assertThat(told)
        .filteredOn(each -> !each.equals("secretsRenewed"))
        .satisfiesExactly(
            each -> assertThat(each)
                .startsWith("refused")
                .contains(
                    file + ":2:48: vendors.a.headers: the value of header k ",
                    file + ":3:24: vendors.b.license_key: the value of header api-key "),
            each -> assertThat(each).startsWith("refused").contains("outside ASCII"),
            each -> assertThat(each).isEqualTo("restored"));
  }

  @Test
  void a_dsn_that_becomes_none_keeps_the_old_key() throws IOException {
    Path dsn = Files.writeString(folder.resolve("dsn"), "https://abc@o1.ingest.sentry.io/42");
    Path file = write("vendors: {sentry: {dsn: '${file:dsn}'}}");
    LaneSettings lane = usable(file).fanout().lanes().get(0);

    Files.writeString(dsn, "nonsense");
    lane.vendor().headers().refresh();

    assertThat(lane.vendor().headers().current())
        .isEqualTo(Map.of("x-sentry-auth", "sentry sentry_key=abc"));
  }

  @Test
  void paths_start_at_the_file_that_names_them() throws IOException {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Path base = Files.writeString(
        conf.resolve("base.yaml"), "{buffer: {disk: {path: data}}, vendors: {a: {type: otlp}}}");
    Path prod = write("vendors: {a: {tls: {ca: ca.pem}}}");

    LoadResult loaded = surroundings.load(ConfigSource.of(base, prod));
    Configuration configuration =
        usable(write("{buffer: {disk: {path: sub/data}}, vendors: {a: {type: otlp}}}"));

    assertThat(loaded.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message())
            .isEqualTo("there is no file " + folder.resolve("ca.pem")));
    assertThat(configuration.fanout().disk().orElseThrow().folder())
        .isEqualTo(folder.resolve("sub/data"));
  }

  @Test
  void a_key_in_place_of_its_path_is_named_by_its_reference() {
    surroundings.variable(
        "KEYPEM", "-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----\n");

    LoadResult loaded = surroundings.load("""
        buffer: {disk: {path: "${KEYPEM}"}}
        vendors:
          a: {type: otlp, tls: {certificate: "${KEYPEM}", key: "${KEYPEM}"}}
        """);

    assertThat(loaded.problems())
        .hasSize(3)
        .allSatisfy(problem -> assertThat(problem.message())
            .isEqualTo("the value of ${KEYPEM} is PEM text; give a path"));
    assertThat(loaded.toString()).doesNotContain("MIIsecret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"~/data", "~", "~user/data"})
  void a_tilde_is_refused_in_every_path(String path) throws IOException {
    Path file = write("{buffer: {disk: {path: '" + path + "'}}, vendors: {a: {type: otlp}}}");

    assertThat(surroundings.load(ConfigSource.of(file)).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString())
            .contains("buffer.disk.path: begins with ~, which only a shell reads"));
  }

  @ParameterizedTest
  @CsvSource({
    "'endpoint: \"http://c:4318\", headers: {Authorization: a}', credentials go",
    "'endpoint: \"http://c:4318\", headers: {x-api-key: a}', credentials go",
    "'endpoint: \"http://127.0.0.1.example\", headers: {x-token: a}', credentials go",
    "'type: honeycomb, endpoint: \"http://c:4318\", api_key: a', credentials go",
    "'endpoint: \"HTTP://c:4318\", tls: {}', 'has no effect, since the endpoint is http'",
    "'endpoint: \"http://c:4318\"', ''",
    "'endpoint: \"http://c:4318\", headers: {x-scope-orgid: a}', ''",
    "'endpoint: \"http://localhost:4318\", headers: {x-token: a}', ''",
    "'endpoint: \"http://[::1]:4318\", headers: {x-token: a}', ''",
    "'endpoint: \"http://127.8.0.1\", headers: {x-token: a}', ''",
    "'endpoint: \"https://c:4318\", headers: {x-token: a}, tls: {}', ''"
  })
  void what_goes_in_clear_is_warned_of(String keys, String warning) {
    String type = keys.contains("type:") ? "" : "type: otlp, ";

    LoadResult loaded = surroundings.load("vendors: {a: {" + type + keys + "}}");

    assertThat(loaded.isSound()).isTrue();
    assertThat(loaded.problems()).hasSize(warning.isEmpty() ? 0 : 1);
    assertThat(loaded.problems().toString()).contains(warning);
  }

  private List<Map<String, String>> headers(LoadResult loaded) {
    return FakeSurroundings.usable(loaded).fanout().lanes().stream()
        .map(lane -> lane.vendor().headers().current())
        .toList();
  }

  private static void poll(ConfigWatcher watcher) {
    for (int i = 0; i < 5; i++) {
      watcher.poll();
    }
  }

  private Configuration usable(Path file) {
    return FakeSurroundings.usable(surroundings.load(ConfigSource.of(file)));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("fanlight.yaml"), text);
  }

  private record Told(List<String> told) implements ConfigWatcher.Listener {
    @Override
    public void changed(Configuration configuration, List<Problem> warnings) {
      told.add("changed " + warnings);
    }

    @Override
    public void unchanged(List<Problem> warnings) {
      told.add("unchanged " + warnings);
    }

    @Override
    public void restored(List<Problem> warnings) {
      told.add("restored");
    }

    @Override
    public void secretsRenewed() {
      told.add("secretsRenewed");
    }

    @Override
    public void refused(List<Problem> problems) {
      told.add("refused " + problems);
    }
  }
}
