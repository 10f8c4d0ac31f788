/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The extension in an agent with a declarative configuration. */
@Timeout(120)
class DeclarativeConfigurationIT {
  private static final String SECRET = "s3cret: [@*&%";

  @TempDir
  Path folder;

  @Test
  void a_file_and_keys_in_the_node_work_and_a_mistake_costs_its_node_alone() throws Exception {
    try (RecordingVendor otlp = RecordingVendor.start();
        RecordingVendor zipkin = RecordingVendor.start()) {
      Path config =
          Files.writeString(folder.resolve("fanlight.yaml"), """
          batch: {delay: 100ms}
          vendors: {otlp: {endpoint: "%s/v1/traces"}}
          """.formatted(otlp.address()));
      Path secret = Files.writeString(folder.resolve("secret"), SECRET);
      Path declarative = Files.writeString(
          folder.resolve("otel.yaml"), """
          file_format: "1.2"
          resource: {attributes: [{name: service.name, value: shop}]}
          tracer_provider:
            processors:
              - fanlight/development:
                  config_file: %s
              - fanlight/development:
                  batch: {delay: 100ms, spans: 50}
                  vendors:
                    zipkin:
                      endpoint: %s/api/v2/spans
                      headers: {x-key: "$${file:%s}"}
                  metrics: {port: 0, jvm: false}
              - fanlight/development:
                  vendors: {broken: {type: nonsense}}
                  bogus: maybe
          """.formatted(config, zipkin.address(), secret));
      try (ShopProcess shop = ShopProcess.start(folder, "-Dotel.config.file=" + declarative)) {
        assertThat(shop.get("/order").join()).isEqualTo("ordered");

        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> otlp.hasReceived("pack") && zipkin.hasReceived("\"pack\""));

        assertThat(zipkin.headers("x-key")).containsOnly(SECRET);
        assertThat(shop.lines())
            .anyMatch(line -> line.contains("fanlight/development, key \"bogus\": unknown key"))
            .noneMatch(line -> line.contains("WARN"))
            .noneMatch(line -> line.contains("s3cret"));
      }
    }
  }

  @Test
  void one_line_says_that_the_variable_has_no_effect() throws Exception {
    Path declarative = Files.writeString(
        folder.resolve("otel.yaml"), "file_format: \"1.2\"\ntracer_provider: {processors: []}\n");
    Path config = Files.writeString(folder.resolve("fanlight.yaml"), "vendors: {zipkin: {}}");
    try (ShopProcess shop = ShopProcess.start(
        folder, "-Dotel.config.file=" + declarative, "-Dfanlight.config=" + config)) {
      assertThat(shop.get("/order").join()).isEqualTo("ordered");

      assertThat(shop.lines())
          .filteredOn(line -> line.contains("FANLIGHT_CONFIG"))
          .singleElement()
          .asString()
          .contains("has no effect", "fanlight/development: {config_file: fanlight.yaml}");
    }
  }
}
