/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.StatusPrinter2;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncludesTest {
  private final LoggerContext context = new LoggerContext();

  @TempDir
  private Path folder;

  @AfterEach
  void close() {
    context.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file.xml", "file-async.xml"})
  void one_line_of_set_up_puts_each_line_into_its_trace(String include) throws Exception {
    Logger logger = configured(include).getLogger("dev.fanlight.shop");
    var random = new Random(1);
    var expected = new HashMap<String, String>();

    for (int i = 0; i < 100; i++) {
      Span span = Spans.random(random);
      expected.put("request " + i, span.getSpanContext().getTraceId());
      int number = i;
      Context.current().with(span).wrap(() -> logger.info("request {}", number)).run();
    }

    assertThat(written())
        .hasSize(100)
        .allSatisfy(
            line -> assertThat(line).containsEntry("trace.id", expected.get(line.get("message"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.xml", "console-async.xml", "file.xml", "file-async.xml"})
  void an_include_configures_without_a_warning(String include) throws Exception {
    configured(include);

    assertThat(context.getStatusManager().getCopyOfStatusList())
        .filteredOn(status -> status.getLevel() >= Status.WARN)
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.xml", "console-async.xml", "file.xml", "file-async.xml"})
  void settings_that_cannot_be_used_give_way_to_the_defaults(String include) throws Exception {
    context.putProperty("FANLIGHT_LOG_LEVEL", "WARNING");
    context.putProperty("FANLIGHT_LOG_QUEUE", "8k");

    configured(include);

    assertThat(context.getLogger("ROOT").getLevel()).isEqualTo(Level.INFO);
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .filteredOn(status -> status.getLevel() >= Status.WARN)
        .hasSize(include.contains("async") ? 2 : 1);
  }

  @Test
  void the_level_from_outside_is_that_of_the_root_logger() throws Exception {
    context.putProperty("FANLIGHT_LOG_LEVEL", "debug");

    configured("console.xml");

    assertThat(context.getLogger("ROOT").getLevel()).isEqualTo(Level.DEBUG);
  }

  @Test
  void a_line_outside_of_any_trace_has_no_ids() throws Exception {
    configured("file-async.xml").getLogger("shop").info("alone");

    assertThat(written().get(0)).doesNotContainKeys("trace.id", "span.id");
  }

  @Test
  void the_level_comes_from_outside() throws Exception {
    context.putProperty("FANLIGHT_LOG_LEVEL", "WARN");
    Logger logger = configured("file.xml").getLogger("shop");

    logger.info("quiet");
    logger.warn("loud");

    assertThat(written()).extracting(line -> line.get("message")).containsExactly("loud");
  }

  private LoggerContext configured(String include) throws JoranException, IOException {
    context.putProperty("FANLIGHT_LOG_FILE", folder.resolve("app.json").toString());
    context.setMDCAdapter(new LogbackMDCAdapter());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    Path xml = Files.writeString(
        folder.resolve("logback.xml"),
        "<configuration><include resource=\"dev/fanlight/logback/"
            + include
            + "\"/></configuration>");
    configurator.doConfigure(xml.toFile());
    new StatusPrinter2().printInCaseOfErrorsOrWarnings(context);
    return context;
  }

  private List<Map<String, Object>> written() throws IOException {
    context.stop(); // writes what is queued
    try (var lines = Files.lines(folder.resolve("app.json"), UTF_8)) {
      return StrictJson.lines(lines);
    }
  }
}
