/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.ConfigText;
import dev.fanlight.exporters.ConfigText.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.DefaultResourceLoader;

/** The keys under {@code fanlight} as Spring Boot reads the files and as they were written. */
class PropertyTreeTest {

  @TempDir
  Path folder;

  private final StandardEnvironment environment = new StandardEnvironment();

  @Test
  void a_reference_to_a_file_stays_a_reference() throws Exception {
    yaml("fanlight: {vendors: {a: {api_key: '${file:/run/secrets/key}'}}}");

    assertThat(tree()).isEqualTo(vendor("a", Map.of("api_key", "${file:/run/secrets/key}")));
  }

  @Test
  void a_default_in_either_form_is_a_default() throws Exception {
    yaml("""
        fanlight:
          vendors:
            a: {type: otlp, endpoint: "http://${NO_SUCH_HOST:-localhost}:4318"}
            b: {type: otlp, endpoint: "http://${NO_SUCH_HOST:localhost}:${NO_SUCH_PORT:${NO_SUCH:1}}"}
        """);

    assertThat(tree())
        .isEqualTo(Map.of(
            "vendors",
            Map.of(
                "a", Map.of("type", "otlp", "endpoint", "http://${NO_SUCH_HOST:-localhost}:4318"),
                "b",
                    Map.of(
                        "type",
                        "otlp",
                        "endpoint",
                        "http://${NO_SUCH_HOST:-localhost}:${NO_SUCH_PORT:-${NO_SUCH:-1}}"))));
  }

  @Test
  void a_property_of_the_application_is_put_in_and_is_no_reference_itself() throws Exception {
    yaml("""
        shop: {key: "a$${b}", region: eu}
        fanlight: {vendors: {a: {api_key: "${shop.key}", endpoint: "https://${shop.region}.example${shop.path:/v1}"}}}
        """);
    properties(Map.of("shop.key", "a${b", "LOCAL_NAME", "eu"));

    assertThat(tree())
        .isEqualTo(vendor("a", Map.of("api_key", "a$${b", "endpoint", "https://eu.example/v1")));
  }

  @Test
  void a_reference_that_nothing_can_resolve_stays_for_the_report() throws Exception {
    yaml("fanlight: {vendors: {a: {api_key: '${shop.key}', dataset: '${open'}}}");

    assertThat(tree())
        .isEqualTo(vendor("a", Map.of("api_key", "${shop.key}", "dataset", "${open")));
  }

  @Test
  void an_empty_mapping_is_a_vendor() throws Exception {
    yaml("fanlight:\n  vendors:\n    zipkin: {}\n    jaeger:\n");

    Map<String, Object> vendors = new HashMap<>();
    vendors.put("zipkin", Map.of());
    vendors.put("jaeger", null);
    assertThat(tree()).isEqualTo(Map.of("vendors", vendors));
  }

  @Test
  void an_empty_mapping_alone_in_its_file_is_a_vendor() throws Exception {
    yaml("fanlight:\n  vendors:\n    zipkin: {}\n");

    assertThat(tree()).isEqualTo(vendor("zipkin", Map.of()));
  }

  @Test
  void an_empty_mapping_beside_other_keys_is_a_vendor() throws Exception {
    yaml("spring.application.name: shop\n---\nfanlight:\n  vendors:\n    zipkin: {}\n");

    assertThat(tree()).isEqualTo(vendor("zipkin", Map.of()));
  }

  @Test
  void a_key_with_dots_stays_one_key() throws Exception {
    yaml("fanlight: {rules: {drop: {http.route: [/health, /ready]}}}");

    assertThat(tree())
        .isEqualTo(Map.of(
            "rules", Map.of("drop", Map.of("http.route", List.of("/health", "/ready")))));
  }

  @Test
  void a_path_with_dots_at_the_root_is_a_path() throws Exception {
    yaml("fanlight.vendors.a.type: otlp\nfanlight.vendors.a.window: 2\n");

    assertThat(tree()).isEqualTo(vendor("a", Map.of("type", "otlp", "window", "2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no", "Yes", "010", "0x1F", "1_000", "1.10", "12:30", "2026-11-30", "1e3", "true"})
  void a_value_that_yaml_1_1_takes_for_another_type_keeps_its_text(String value) throws Exception {
    yaml("fanlight: {vendors: {a: {type: otlp, api_key: %s}}}".formatted(value));

    assertThat(tree()).isEqualTo(vendor("a", Map.of("type", "otlp", "api_key", value)));
  }

  @Test
  void a_line_names_the_place_in_the_file() throws Exception {
    Path file =
        yaml("spring.application.name: shop\nfanlight:\n  vendors:\n    a:\n      type: otlp\n");

    ConfigText text = PropertyTree.of(environment).text().orElseThrow();

    int line = text.yaml().lines().toList().indexOf("\"type\": \"otlp\",");
    assertThat(text.origins()).hasSameSizeAs(text.yaml().lines().toList());
    assertThat(text.origins().get(line)).isEqualTo(new Origin(file.toString(), 5, 13));
  }

  @Test
  void a_document_of_an_active_profile_is_laid_over_the_first() throws Exception {
    yaml("""
        fanlight: {vendors: {a: {type: otlp, window: 2}, b: {type: otlp}}}
        ---
        spring.config.activate.on-profile: prod
        fanlight: {vendors: {a: {window: 4}, b: null}}
        ---
        spring.config.activate.on-profile: test
        fanlight: {vendors: {a: {window: 8}}}
        """, "prod");

    Map<String, Object> vendors = new HashMap<>();
    vendors.put("a", Map.of("type", "otlp", "window", "4"));
    vendors.put("b", null);
    assertThat(tree()).isEqualTo(Map.of("vendors", vendors));
  }

  @Test
  void properties_lay_text_over_the_yaml() throws Exception {
    yaml("fanlight: {vendors: {a: {type: otlp, window: 2}}}");
    properties(Map.of(
        "fanlight.vendors.a.window", "4",
        "fanlight.vendors.a.headers[x-tenant.id]", "${NO_SUCH:t}",
        "fanlight.rules.redact[0]", "user.id",
        "fanlight.rules.redact[1]", "user.name"));

    assertThat(tree())
        .isEqualTo(Map.of(
            "vendors",
            Map.of(
                "a",
                Map.of(
                    "type",
                    "otlp",
                    "window",
                    "4",
                    "headers",
                    Map.of("x-tenant.id", "${NO_SUCH:-t}"))),
            "rules",
            Map.of("redact", List.of("user.id", "user.name"))));
  }

  @Test
  void environment_variables_are_no_keys() {
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource(
            "variables",
            Map.of(
                "FANLIGHT_PORT", "tcp://10.0.0.1:80",
                "FANLIGHT_SERVICE_HOST", "10.0.0.1",
                "FANLIGHT_LOG_LEVEL", "debug",
                "FANLIGHT_VENDORS_A_TYPE", "otlp",
                "fanlight.vendors.b.type", "otlp")));

    assertThat(PropertyTree.of(environment).isConfiguration()).isFalse();
  }

  @Test
  void keys_of_the_starter_and_of_the_log_are_no_keys_of_the_document() throws Exception {
    yaml("""
        fanlight:
          config: fanlight.yaml
          enabled: true
          health: {down_when: any}
          log: {profile: ecs}
          metrics: {always_record: true}
        """);

    assertThat(PropertyTree.of(environment).isConfiguration()).isFalse();
  }

  @Test
  void the_section_metrics_loses_only_the_key_of_the_starter() throws Exception {
    yaml("fanlight: {metrics: {always-record: true, port: 9464}}");

    assertThat(tree()).isEqualTo(Map.of("metrics", Map.of("port", "9464")));
  }

  @Test
  void a_value_whose_text_another_library_hides_is_refused_with_its_place() throws Exception {
    Path file = yaml("fanlight: {strict: no}");
    environment.getPropertySources().forEach(source -> {
      if (source instanceof OriginTrackedMapPropertySource tracked) {
        environment.getPropertySources().replace(source.getName(), new Wrapper(tracked));
      }
    });

    assertThatThrownBy(() -> PropertyTree.of(environment))
        .isInstanceOf(UnreadableTreeException.class)
        .hasMessageStartingWith(file + ":1:20: fanlight.strict: ")
        .hasMessageEndingWith("put it in quotes");
  }

  @Test
  void a_file_that_is_gone_is_refused() throws Exception {
    Path file = yaml("fanlight: {strict: no}");
    Files.delete(file);

    assertThatThrownBy(() -> PropertyTree.of(environment))
        .isInstanceOf(UnreadableTreeException.class)
        .hasMessageContaining("application.yaml: cannot be read again");
  }

  @Test
  void text_with_quotes_and_control_characters_survives() {
    properties(Map.of("fanlight.vendors.a.api_key", "a\"b\\c\n\u0007\u2028é\uD83D\uDE00"));

    assertThat(tree())
        .isEqualTo(vendor("a", Map.of("api_key", "a\"b\\c\n\u0007\u2028é\uD83D\uDE00")));
  }

  private static Map<String, Object> vendor(String name, Map<String, Object> keys) {
    return Map.of("vendors", Map.of(name, keys));
  }

  private @Nullable Object tree() {
    String text = PropertyTree.of(environment).text().orElseThrow().yaml();
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private Path yaml(String text, String... profiles) throws Exception {
    Path file = Files.writeString(folder.resolve("application.yaml"), text);
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource(
            "location", Map.of("spring.config.location", "file:" + folder + "/")));
    environment.setActiveProfiles(profiles);
    ConfigDataEnvironmentPostProcessor.applyTo(
        environment, new DefaultResourceLoader(), null, profiles);
    return file;
  }

  private void properties(Map<String, Object> properties) {
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
  }

  /** A property source around another one, as libraries for encrypted values make it. */
  private static final class Wrapper extends EnumerablePropertySource<Object>
      implements org.springframework.boot.origin.OriginLookup<String> {
    private final OriginTrackedMapPropertySource wrapped;

    Wrapper(OriginTrackedMapPropertySource wrapped) {
      super(wrapped.getName(), wrapped);
      this.wrapped = wrapped;
    }

    @Override
    public String[] getPropertyNames() {
      return wrapped.getPropertyNames();
    }

    @Override
    public @Nullable Object getProperty(String name) {
      return wrapped.getProperty(name);
    }

    @Override
    public org.springframework.boot.origin.@Nullable Origin getOrigin(String key) {
      return wrapped.getOrigin(key);
    }
  }
}
