/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingReaderTest {
  @Test
  void the_service_is_named_as_opentelemetry_names_it() {
    var encoder = new FanlightEncoder(
        Environments.of(
            Map.of(
                "OTEL_SERVICE_NAME", "backend",
                "OTEL_RESOURCE_ATTRIBUTES",
                    "service.name=loses,service.version=1.2,deployment.environment.name=prod,service.instance.id=b-1")));
    try (Logs logs = Logs.capturing(encoder)) {
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("service.name", "backend")
          .containsEntry("event.dataset", "backend")
          .containsEntry("service.version", "1.2")
          .containsEntry("service.environment", "prod")
          .containsEntry("service.node.name", "b-1");
    }
  }

  @Test
  void a_system_property_comes_before_its_variable() {
    var environment = new LogEnvironment(
        Map.of("otel.service.name", "property")::get, Map.of("OTEL_SERVICE_NAME", "variable")::get);

    assertThat(environment.get("otel.service.name")).isEqualTo("property");
  }

  @Test
  void the_profile_comes_from_outside_unless_the_xml_names_one() {
    var outside = Environments.of(Map.of("FANLIGHT_LOG_PROFILE", "datadog"));
    var inXml = new FanlightEncoder(outside);
    inXml.setProfile("new-relic");

    assertThat(lineOf(new FanlightEncoder(outside))).containsEntry("status", "INFO");
    assertThat(lineOf(inXml)).containsKey("entity.name");
  }

  @Test
  void a_variable_that_is_not_set_is_reported_and_taken_as_absent() {
    var encoder = new FanlightEncoder(Environments.EMPTY);
    encoder.setServiceName("APP_NAME_IS_UNDEFINED");
    try (Logs logs = Logs.capturing(encoder)) {
      logs.logger.info("");

      assertThat(logs.line()).containsEntry("service.name", "unknown_service:java");
      assertThat(logs.warnings()).singleElement().asString().contains("serviceName", "not set");
    }
  }

  @Test
  void an_unknown_profile_is_reported_with_the_known_ones() {
    var encoder = new FanlightEncoder(Environments.EMPTY);
    encoder.setProfile("elastic");
    try (Logs logs = Logs.capturing(encoder)) {
      logs.logger.info("");

      assertThat(logs.line()).containsKey("ecs.version");
      assertThat(logs.warnings())
          .singleElement()
          .asString()
          .contains("elastic", "ecs_nested", "xray");
    }
  }

  @Test
  void a_flag_that_is_neither_true_nor_false_is_reported() {
    var encoder = new FanlightEncoder(Environments.of(Map.of("FANLIGHT_LOG_TRACE_LINKS", "yes")));
    try (Logs logs = Logs.capturing(encoder)) {
      logs.logger.info("");

      assertThat(logs.warnings()).singleElement().asString().contains("yes", "true or false");
    }
  }

  @Test
  void a_mask_that_is_no_regular_expression_is_reported() {
    try (Logs logs = new Logs()) {
      var encoder = new FanlightEncoder(Environments.EMPTY);
      encoder.setContext(logs.context);
      encoder.addMaskPattern("(");

      assertThat(logs.warnings()).singleElement().asString().contains("maskPattern");
    }
  }

  private static Map<String, Object> lineOf(FanlightEncoder encoder) {
    try (Logs logs = Logs.capturing(encoder)) {
      logs.logger.info("");
      return logs.line();
    }
  }
}
