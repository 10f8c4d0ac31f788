/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The ids that vendors' agents put into the MDC, by the names and in the forms of each. */
class AgentMdcTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRANSACTION = "b7ad6b7169203331";
  private static final String SPAN = "aaaaaaaaaaaaaaa1";

  @Test
  void elastics_agent_in_a_transaction_names_trace_and_transaction() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("trace.id", TRACE);
      logs.mdc.put("transaction.id", TRANSACTION);
      logs.mdc.put("error.id", "e1e1e1e1e1e1e1e1");
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("trace.id", TRACE)
          .containsEntry("transaction.id", TRANSACTION)
          .containsEntry("error.id", "e1e1e1e1e1e1e1e1")
          .doesNotContainKeys("span.id", "labels.error_id", "labels.transaction_id");
    }
  }

  @Test
  void elastics_agent_in_a_span_names_all_three() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("trace.id", TRACE);
      logs.mdc.put("transaction.id", TRANSACTION);
      logs.mdc.put("span.id", SPAN);
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("trace.id", TRACE)
          .containsEntry("transaction.id", TRANSACTION)
          .containsEntry("span.id", SPAN);
    }
  }

  @Test
  void in_nested_objects_as_well() {
    try (Logs logs = profile("ecs-nested")) {
      logs.mdc.put("trace.id", TRACE);
      logs.mdc.put("transaction.id", TRANSACTION);
      logs.mdc.put("error.id", "e1e1e1e1e1e1e1e1");
      logs.logger.error("", new IllegalStateException("boom"));

      assertThat(logs.line())
          .containsEntry("trace", Map.of("id", TRACE))
          .containsEntry("transaction", Map.of("id", TRANSACTION))
          .doesNotContainKey("span")
          .hasEntrySatisfying(
              "error",
              error -> assertThat(error)
                  .asInstanceOf(InstanceOfAssertFactories.MAP)
                  .containsEntry("id", "e1e1e1e1e1e1e1e1")
                  .containsEntry("message", "boom"));
    }
  }

  @Test
  void other_profiles_take_the_transaction_for_the_span_where_there_is_none() {
    try (Logs logs = profile("otel")) {
      logs.mdc.put("trace.id", TRACE);
      logs.mdc.put("transaction.id", TRANSACTION);
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("trace_id", TRACE)
          .containsEntry("span_id", TRANSACTION);
    }
  }

  @Test
  void datadogs_agent_is_read_by_its_own_profile() {
    try (Logs logs = profile("datadog")) {
      logs.mdc.put("dd.trace_id", "69e17e6dfc687f783002aad27f045b61");
      logs.mdc.put("dd.span_id", "7633873477219234605");
      logs.mdc.put("dd.service", "shop");
      logs.mdc.put("dd.env", "prod");
      logs.mdc.put("dd.version", "1");
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("dd.trace_id", "69e17e6dfc687f783002aad27f045b61")
          .containsEntry("dd.span_id", "7633873477219234605")
          .containsEntry("dd.service", "shop")
          .containsEntry("dd.env", "prod")
          .containsEntry("dd.version", "1");
      assertThat(logs.text()).doesNotContain("labels.");
    }
  }

  @Test
  void a_trace_of_64_bits_stays_decimal_for_datadog_and_is_hex_for_others() {
    try (Logs logs = profile("ecs,datadog")) {
      logs.mdc.put("dd.trace_id", "9532127138774266268");
      logs.mdc.put("dd.span_id", "18446744073709551615");
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("trace.id", "00000000000000008448eb211c80319c")
          .containsEntry("span.id", "ffffffffffffffff")
          .containsEntry("dd.trace_id", "9532127138774266268")
          .containsEntry("dd.span_id", "18446744073709551615");
    }
  }

  @Test
  void an_agent_without_a_trace_leaves_nothing_behind() {
    try (Logs logs = profile("datadog")) {
      logs.mdc.put("trace_id", "");
      logs.mdc.put("span_id", "");
      logs.mdc.put("dd.trace_id", "0");
      logs.mdc.put("dd.span_id", "0");
      logs.logger.info("");

      assertThat(logs.line()).doesNotContainKeys("dd.trace_id", "dd.span_id");
      assertThat(logs.text()).doesNotContain("trace_id").doesNotContain("labels.");
    }
  }

  @Test
  void the_current_span_comes_before_any_agents_ids() {
    Span span = Spans.random(new Random(4));
    try (Logs logs = profile("ecs,datadog")) {
      logs.mdc.put("trace.id", TRACE);
      logs.mdc.put("transaction.id", TRANSACTION);
      logs.mdc.put("dd.trace_id", "1");
      logs.mdc.put("dd.span_id", "2");
      Context.root().with(span).wrap(() -> logs.logger.info("")).run();

      assertThat(logs.line())
          .containsEntry("trace.id", span.getSpanContext().getTraceId())
          .containsEntry("dd.trace_id", span.getSpanContext().getTraceId())
          .doesNotContainKey("transaction.id");
      assertThat(logs.text()).doesNotContain("labels.");
    }
  }

  private static Logs profile(String profile) {
    return Logs.capturing(Logs.encoder(encoder -> {
      encoder.setProfile(profile);
      return encoder;
    }));
  }
}
