/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.spi.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/fanlight/exporters/internal/config/presets.txt");

  private final FakeSurroundings surroundings = new FakeSurroundings();

  static Stream<String> types() {
    return Samples.types().stream().filter(type -> !type.equals("aws_xray"));
  }

  @ParameterizedTest
  @CsvSource({
    "'zipkin: {}', http://localhost:9411/zipkin/traces/{trace_id}",
    "'zipkin: {endpoint: \"https://z.example:9411\"}', https://z.example:9411/zipkin/traces/{trace_id}",
    "'zipkin: {endpoint: \"http://my_zipkin/b/api/v2/spans\"}', http://my_zipkin/b/zipkin/traces/{trace_id}",
    "'zipkin: {endpoint: \"http://gw/in\"}', http://gw/zipkin/traces/{trace_id}",
    "'zipkin: {endpoint: \"http://z\", ui: \"http://u/\"}', http://u//traces/{trace_id}",
    "'jaeger: {}', http://localhost:16686/trace/{trace_id}",
    "'jaeger: {endpoint: \"http://j.example:4318\"}', http://j.example:16686/trace/{trace_id}",
    "'jaeger: {endpoint: \"http://[::1]:4318\"}', http://[::1]:16686/trace/{trace_id}",
    "'jaeger: {endpoint: \"http://j\", ui: \"https://u\"}', https://u/trace/{trace_id}"
  })
  void a_trace_link_leads_to_where_the_spans_go_unless_the_file_says_otherwise(
      String vendor, String link) {
    Configuration configuration =
        new FakeSurroundings().withWires().configuration("vendors: {" + vendor + "}");

    assertThat(configuration.fanout().lanes().get(0).vendor().traceLink()).isEqualTo(link);
  }

  @Test
  void every_preset_makes_the_requests_it_always_made() {
    StringBuilder text = new StringBuilder();
    Samples.types().forEach(type -> text.append(describe(type, Samples.least(type))));

    Golden.compare(GOLDEN, text.toString());
  }

  private String describe(String type, String keys) {
    LoadResult loaded = surroundings.withWires().load(Samples.file(type, keys));
    StringBuilder text = new StringBuilder(type + "\n");
    loaded
        .problems()
        .forEach(problem -> text.append("  ").append(problem.message()).append('\n'));
    ((LoadResult.Usable) loaded)
        .configuration()
        .fanout()
        .lanes()
        .forEach(lane -> text.append(describe(lane)));
    return text.append('\n').toString();
  }

  private static String describe(LaneSettings lane) {
    Limits limits = lane.vendor().limits();
    StringBuilder text = new StringBuilder();
    text.append("  POST ").append(lane.vendor().endpoint()).append('\n');
    new TreeMap<>(lane.vendor().headers().current())
        .forEach((name, value) ->
            text.append("  ").append(name).append(": ").append(value).append('\n'));
    new TreeMap<>(lane.rules().add())
        .forEach((name, value) ->
            text.append("  adds ").append(name).append(": ").append(value).append('\n'));
    text.append("  wire ")
        .append(lane.vendor().wire().name())
        .append(", ")
        .append(lane.compression())
        .append('\n');
    text.append("  at most ").append(limit(limits.requestBytes())).append(" bytes on the wire, ");
    text.append(limit(limits.messageBytes())).append(" before, ");
    text.append(limit(limits.attributeLength())).append(" characters a value, ");
    text.append(lane.maxAge()).append(" old\n");
    text.append("  retries also ").append(lane.vendor().retryableStatuses()).append('\n');
    text.append("  ").append(lane.vendor().traceLink()).append('\n');
    return text.toString();
  }

  private static String limit(int limit) {
    return limit == Integer.MAX_VALUE ? "any" : Integer.toString(limit);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_preset_with_the_least_it_needs_is_sound(String type) {
    LoadResult loaded = surroundings.withWires().load(Samples.file(type, Samples.least(type)));

    assertThat(loaded.isSound()).describedAs("%s", loaded.problems()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_preset_takes_another_address_headers_and_limits(String type) {
    LaneSettings lane = lane(type, Samples.least(type).replaceAll("endpoint: .*\n", "") + """
        endpoint: http://127.0.0.1:9999/other
        headers: {x-more: more}
        limits: {request: 1kB}
        trace_link: http://ui/{trace_id}
        """);

    assertThat(lane.vendor().endpoint()).hasToString("http://127.0.0.1:9999/other");
    assertThat(lane.vendor().headers().current()).containsEntry("x-more", "more");
    assertThat(lane.vendor().limits().requestBytes()).isEqualTo(1_000);
    assertThat(lane.vendor().traceLink()).isEqualTo("http://ui/{trace_id}");
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_preset_prints_no_secret(String type) {
    LaneSettings lane = lane(type, Samples.least(type));

    assertThat(lane.toString()).doesNotContain(Samples.secretOf(type));
    assertThat(lane.vendor().headers().toString()).doesNotContain(Samples.secretOf(type));
  }

  @Test
  void an_endpoint_without_a_path_gets_the_path_of_the_type() {
    assertThat(lane("otlp", "endpoint: http://gw:4318\n").vendor().endpoint())
        .hasToString("http://gw:4318/v1/traces");
    assertThat(lane("otlp", "endpoint: http://gw:4318/\n").vendor().endpoint())
        .hasToString("http://gw:4318/v1/traces");
    assertThat(lane("zipkin", "endpoint: http://gw:9411\n").vendor().endpoint())
        .hasToString("http://gw:9411/api/v2/spans");
    assertThat(
            lane("openobserve", "{endpoint: 'http://gw:5080', org: acme, user: u, password: p}\n")
                .vendor()
                .endpoint())
        .hasToString("http://gw:5080/api/acme/v1/traces");
  }

  @Test
  void exactly_one_of_the_ways_to_authenticate_is_taken() {
    String endpoint = "endpoint: http://apm:8200\n";

    assertThat(lane("elastic_apm_server", endpoint + "secret_token: t")
            .vendor()
            .headers()
            .current())
        .isEqualTo(Map.of("authorization", "Bearer t"));
    assertThat(lane("elastic_apm_server", endpoint + "api_key: k")
            .vendor()
            .headers()
            .current())
        .isEqualTo(Map.of("authorization", "ApiKey k"));
    assertThat(problem("elastic_apm_server", endpoint))
        .endsWith("secret_token: give secret_token or api_key, one of them; 0 are there");
    assertThat(problem("elastic_apm_server", endpoint + "api_key: k\nsecret_token: t"))
        .endsWith("one of them; 2 are there");
  }

  @Test
  void a_classic_honeycomb_key_needs_a_data_set_and_sends_it() {
    String classic = "api_key: 0123456789abcdef0123456789abcdef\n";

    assertThat(problem("honeycomb", classic))
        .endsWith("dataset: is missing; a classic key needs the data set's name");
    assertThat(lane("honeycomb", classic + "dataset: shop").vendor().headers().current())
        .containsEntry("x-honeycomb-dataset", "shop");
    assertThat(lane("honeycomb", "{api_key: hcaik_new, dataset: shop}")
            .vendor()
            .headers()
            .current())
        .isEqualTo(Map.of("x-honeycomb-team", "hcaik_new"));
  }

  @Test
  void every_type_has_a_limit_for_the_size_of_a_message() {
    for (String type : Samples.types()) {
      LoadResult loaded = surroundings.withWires().load(Samples.file(type, Samples.least(type)));
      if (loaded instanceof LoadResult.Usable usable) {
        assertThat(usable.configuration().fanout().lanes())
            .describedAs(type)
            .allSatisfy(lane ->
                assertThat(lane.vendor().limits().messageBytes()).isLessThanOrEqualTo(200 << 20));
      }
    }
  }

  @Test
  void where_the_vendor_documents_none_it_is_ours_and_the_file_may_lift_it() {
    assertThat(messageLimit("otlp", "{}")).isEqualTo(20 << 20);
    assertThat(messageLimit("otlp", "protocol: grpc")).isEqualTo(4 << 20);
    assertThat(messageLimit("otlp", "limits: {message: 64MiB}")).isEqualTo(64 << 20);
    assertThat(messageLimit("otlp", "{protocol: grpc, limits: {message: 64MiB}}"))
        .isEqualTo(64 << 20);
    assertThat(messageLimit("sentry", "dsn: 'https://abc@sentry.acme.example/7'"))
        .isEqualTo(20 << 20);
    assertThat(messageLimit("new_relic", "license_key: k")).isEqualTo(20 << 20);
    assertThat(messageLimit("elastic_cloud", "{endpoint: 'https://e', api_key: k}"))
        .isEqualTo(4_000_000);
  }

  private int messageLimit(String type, String keys) {
    return lane(type, keys).vendor().limits().messageBytes();
  }

  @Test
  void sentry_is_found_by_its_dsn() {
    LaneSettings lane =
        lane("sentry", "{dsn: 'https://abc@sentry.acme.example:9000/pre/7', org: acme}");

    assertThat(lane.vendor().endpoint())
        .hasToString("https://sentry.acme.example:9000/pre/api/7/integration/otlp/v1/traces");
    assertThat(lane.vendor().headers().current())
        .isEqualTo(Map.of("x-sentry-auth", "sentry sentry_key=abc"));
    assertThat(problem("sentry", "dsn: abc-s3cret"))
        .contains("is not a DSN")
        .doesNotContain("s3cret");
  }

  @Test
  void what_a_vendor_demands_of_the_resource_is_added_and_a_user_may_say_otherwise() {
    List<LaneSettings> lanes =
        FakeSurroundings.usable(surroundings.load("""
        rules: {add: {team: shop, gcp.project_id: everybody}}
        vendors:
          google_cloud: {access_token: t, project: p}
          other: {type: google_cloud, access_token: t, project: p, add: {gcp.project_id: mine}}
          elastic_cloud: {endpoint: 'https://e', api_key: k}
        """)).fanout().lanes();

    assertThat(lanes)
        .extracting(lane -> lane.rules().add())
        .containsExactly(
            Map.of("team", "shop", "gcp.project_id", "p"),
            Map.of("team", "shop", "gcp.project_id", "mine"),
            Map.of("team", "shop", "gcp.project_id", "everybody"));
  }

  @Test
  void lightstep_works_and_warns() {
    LoadResult loaded = surroundings.load("vendors: {lightstep: {access_token: t}}");

    assertThat(loaded.isSound()).isTrue();
    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.problems().get(0).toString())
        .contains("warning: ")
        .contains("end of life on 2026-03-01");
  }

  @Test
  void what_cannot_be_used_yet_says_what_to_do_instead() {
    assertThat(problem("aws_xray", "region: eu-west-1"))
        .contains("run the CloudWatch agent or an OpenTelemetry Collector")
        .endsWith("name its address as the endpoint of a vendor of `type otlp`");
  }

  @Test
  void grpc_has_an_address_of_its_own_and_goes_through_a_proxy() {
    assertThat(lane("jaeger", "protocol: grpc").vendor().endpoint())
        .hasToString("http://localhost:4317");
    assertThat(lane("jaeger", "protocol: grpc").vendor().limits().messageBytes())
        .isEqualTo(4 << 20);
    assertThat(lane("jaeger", "{protocol: grpc, proxy: {address: 'http://proxy:3128'}}")
            .transport()
            .proxy())
        .isNotNull();
    assertThat(problem("dynatrace", "{api_token: t, environment_id: e, protocol: grpc}"))
        .endsWith("protocol: Dynatrace does not take it; it takes http");
    assertThat(problem("otlp", "{protocol: grpc, endpoint: 'http://h:4317/v1/traces'}"))
        .contains("has a path, which gRPC does not use");
  }

  @Test
  void a_certificate_that_cannot_be_read_is_a_problem_of_the_file() {
    assertThat(problem("otlp", "tls: {ca: /not/there.pem}"))
        .endsWith("tls.ca: there is no file /not/there.pem");
  }

  @Test
  void a_vendor_without_an_address_of_its_own_names_an_example() {
    assertThat(problem("dash0", "token: auth_x"))
        .endsWith(
            "endpoint: is missing; give the address that Dash0 shows you, such as https://ingress.eu-west-1.aws.dash0.com");
  }

  @Test
  void a_missing_wire_names_the_artifact() {
    assertThat(problem("zipkin", "", surroundings))
        .endsWith("add the artifact dev.fanlight:fanlight-exporter-zipkin");
  }

  private LaneSettings lane(String type, String keys) {
    return FakeSurroundings.usable(surroundings.withWires().load(Samples.file(type, keys)))
        .fanout()
        .lanes()
        .get(0);
  }

  private String problem(String type, String keys) {
    return problem(type, keys, surroundings.withWires());
  }

  private static String problem(String type, String keys, FakeSurroundings surroundings) {
    LoadResult loaded = surroundings.load(Samples.file(type, keys.isEmpty() ? "{}" : keys));
    assertThat(loaded.isSound()).isFalse();
    return loaded.problems().get(0).toString();
  }
}
