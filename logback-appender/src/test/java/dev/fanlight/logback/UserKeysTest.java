/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MarkerFactory;

/** What the application names itself keeps out of the way of what we name. */
class UserKeysTest {
  private static final String FORGED = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void in_ecs_every_key_is_a_label() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("url", "/checkout");
      logs.mdc.put("client.ip", "unknown");
      logs.logger.atInfo().addKeyValue("paid", true).addKeyValue("items", 3).log("");

      assertThat(logs.line())
          .containsEntry("labels.url", "/checkout")
          .containsEntry("labels.client_ip", "unknown")
          .containsEntry("labels.paid", "true")
          .containsEntry("numeric_labels.items", 3);
    }
  }

  @Test
  void keys_that_become_equal_are_numbered_in_their_order() {
    try (Logs logs = Logs.capturing()) {
      logs.logger
          .atInfo()
          .addKeyValue("a.b", "1")
          .addKeyValue("a*b", "2")
          .addKeyValue("a_b_2", "3")
          .addKeyValue("a b", "4")
          .log("");

      assertThat(logs.line())
          .containsEntry("labels.a_b", "1")
          .containsEntry("labels.a_b_3", "2")
          .containsEntry("labels.a_b_2", "3")
          .containsEntry("labels.a_b_4", "4");
    }
  }

  @Test
  void an_mdc_entry_without_a_key_costs_none_of_the_others() {
    try (Logs logs = Logs.capturing()) {
      var event = new LoggingEvent("", logs.logger, Level.INFO, "", null, null);
      Map<String, String> mdc = new HashMap<>();
      mdc.put(null, "x");
      mdc.put("user", "ann");
      event.setMDCPropertyMap(mdc);
      logs.logger.callAppenders(event);

      assertThat(logs.line()).containsEntry("labels.user", "ann").containsEntry("labels.null", "x");
    }
  }

  @Test
  void a_forged_field_of_ours_is_a_label() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("log.level", "FATAL");
      logs.mdc.put("service.name", "bank");
      logs.logger
          .atInfo()
          .addKeyValue("trace.id", FORGED)
          .addKeyValue("@timestamp", "1970")
          .log("real");

      assertThat(logs.line())
          .containsEntry("log.level", "INFO")
          .containsEntry("service.name", "unknown_service:java")
          .containsEntry("labels.log_level", "FATAL")
          .containsEntry("labels.trace_id", FORGED)
          .doesNotContainKey("trace.id");
    }
  }

  @Test
  void in_other_profiles_a_reserved_key_is_a_label_and_others_keep_their_type() {
    try (Logs logs = profile("logstash")) {
      logs.mdc.put("message", "forged");
      logs.mdc.put("@timestamp", "1970");
      logs.mdc.put("trace.id", "forged");
      logs.mdc.put("service", "a scalar where service.name is");
      logs.mdc.put("message.text", "an object where message is");
      logs.logger
          .atInfo()
          .addKeyValue("items", 3)
          .addKeyValue("order", Map.of("id", 7))
          .log("real");

      assertThat(logs.line())
          .containsEntry("message", "real")
          .containsEntry("labels.message", "forged")
          .containsEntry("labels.@timestamp", "1970")
          .containsEntry("labels.trace_id", "forged")
          .containsEntry("labels.service", "a scalar where service.name is")
          .containsEntry("labels.message_text", "an object where message is")
          .containsEntry("items", 3)
          .containsEntry("order", Map.of("id", 7));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "ecs-nested", "logstash"})
  void nothing_in_a_key_ends_the_line_or_the_key(String profile) {
    String key = "a\r\nb\u2028\u0085\u001b[31m\",\"log.level\":\"FATAL";
    try (Logs logs = profile(profile)) {
      logs.mdc.put(key, "mdc");
      logs.logger.atInfo().addKeyValue(key + '2', "pair").log("real");

      assertThat(logs.line()).containsEntry("message", "real");
      assertThat(logs.text()).contains("a__b___[31m_,_log_level_:_FATAL").doesNotContain("\"FATAL");
    }
  }

  @Test
  void of_two_equal_keys_the_one_nearest_to_the_call_stays() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("user", "mdc");
      logs.logger
          .atInfo()
          .addMarker(Markers.append("user", "marker"))
          .addKeyValue("user", "pair")
          .log("");

      assertThat(logs.line()).containsEntry("labels.user", "pair");
    }
  }

  @Test
  void keys_that_clean_up_alike_all_stay() {
    try (Logs logs = Logs.capturing()) {
      logs.logger
          .atInfo()
          .addKeyValue("a.b", 1)
          .addKeyValue("a_b", 2)
          .addKeyValue("a*b", 3)
          .log("");

      assertThat(logs.line())
          .containsEntry("numeric_labels.a_b_2", 1)
          .containsEntry("numeric_labels.a_b", 2)
          .containsEntry("numeric_labels.a_b_3", 3);
    }
  }

  @Test
  void markers_are_tags_unless_they_are_fields() {
    try (Logs logs = Logs.capturing()) {
      logs.logger
          .atInfo()
          .addMarker(MarkerFactory.getMarker("AUDIT"))
          .addMarker(Markers.append("k", "v"))
          .log("");

      assertThat(logs.line())
          .containsEntry("tags", List.of("AUDIT"))
          .containsEntry("labels.k", "v");
    }
  }

  @Test
  void ids_that_an_agent_put_into_the_mdc_are_written_once_by_our_names() {
    try (Logs logs = Logs.capturing()) {
      Span span = Spans.random(new Random(7));
      logs.mdc.put("trace_id", span.getSpanContext().getTraceId());
      logs.mdc.put("span_id", span.getSpanContext().getSpanId());
      logs.mdc.put("trace_flags", "01");
      logs.mdc.put("traceId", span.getSpanContext().getTraceId());
      Context.root().with(span).wrap(() -> logs.logger.info("")).run();

      assertThat(logs.line())
          .containsEntry("trace.id", span.getSpanContext().getTraceId())
          .containsEntry("span.id", span.getSpanContext().getSpanId())
          .doesNotContainKeys(
              "labels.trace_id", "labels.span_id", "labels.trace_flags", "labels.traceId");
    }
  }

  @Test
  void an_id_of_the_applications_own_under_such_a_name_is_kept() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("traceId", "order-4711");
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("labels.traceId", "order-4711")
          .doesNotContainKey("trace.id");
    }
  }

  @Test
  void resource_attributes_come_along_if_asked_for() {
    var encoder = new FanlightEncoder(Environments.of(
        Map.of("OTEL_RESOURCE_ATTRIBUTES", "k8s.pod.name=pod%2D7,host.name=h,service.name=shop")));
    encoder.setResourceAttributes("k8s.pod.name, absent");
    try (Logs logs = Logs.capturing(encoder)) {
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("labels.k8s_pod_name", "pod-7")
          .containsEntry("service.name", "shop")
          .doesNotContainKeys("labels.host_name", "labels.absent");
    }
  }

  private static Logs profile(String profile) {
    return Logs.capturing(Logs.encoder(encoder -> {
      encoder.setProfile(profile);
      return encoder;
    }));
  }
}
