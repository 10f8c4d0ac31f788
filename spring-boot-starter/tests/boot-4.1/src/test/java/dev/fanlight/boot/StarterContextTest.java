/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.boot.app.ShopApplication;
import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications without a web server, in this process. */
class StarterContextTest {

  @TempDir
  Path folder;

  private final ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK);
  private final CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.boot"));
  private final CapturedLog exportersLog =
      CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));

  @AfterEach
  void end() {
    vendor.close();
    log.close();
    exportersLog.close();
  }

  @Test
  void two_contexts_deliver_and_leave_no_thread() throws Exception {
    Set<String> before = threads();
    try (ConfigurableApplicationContext first = run(vendorKeys());
        ConfigurableApplicationContext second = run(vendorKeys())) {
      endSpan(first);
      endSpan(second);
      assertThat(first.getBean(Fanlight.class)).isNotSameAs(second.getBean(Fanlight.class));
    }

    assertThat(vendor.taken()).hasSize(2);
    assertThat(threads()).isSubsetOf(before);
  }

  @Test
  void a_context_that_fails_to_start_leaves_no_thread() throws Exception {
    Set<String> before = threads();

    assertThat(org.assertj.core.api.Assertions.catchThrowable(
            () -> run(Failing.class, vendorKeys()).close()))
        .hasRootCauseMessage("the application's own");

    assertThat(threads()).isSubsetOf(before);
  }

  @Test
  void the_same_switches_as_of_boots_exporters_keep_tests_quiet() throws Exception {
    for (String off : List.of(
        "management.tracing.enabled=false",
        "management.tracing.export.enabled=false",
        "management.tracing.export.fanlight.enabled=false",
        "fanlight.enabled=false")) {
      try (ConfigurableApplicationContext context = run(vendorKeys(), off)) {
        endSpan(context);
        assertThat(context.getBean(Fanlight.class).ledgerSnapshots()).isEmpty();
      }
      assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO " + name(off)));
    }
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void fanlight_in_the_agent_sends_the_spans_alone() throws Exception {
    System.setProperty("dev.fanlight.agent", "true");
    try (ConfigurableApplicationContext context = run(vendorKeys())) {
      endSpan(context);
      assertThat(context.getBean(Fanlight.class).ledgerSnapshots()).isEmpty();
    } finally {
      System.clearProperty("dev.fanlight.agent");
    }
    assertThat(log.lines())
        .anyMatch(line -> line.startsWith("INFO Fanlight in OpenTelemetry's Java agent sends"));
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void a_list_of_files_is_read_as_text_with_commas_is() throws Exception {
    Path first = Files.writeString(folder.resolve("first.yaml"), "vendors: {}\n");
    Path second = Files.writeString(
        folder.resolve("second.yaml"),
        "vendors: {a: {type: otlp, endpoint: \"" + vendor.endpoint() + "\"}}\n");
    try (ConfigurableApplicationContext context =
        run("fanlight.config[0]=" + first, "fanlight.config[1]=" + second)) {
      assertThat(context.getBean(Fanlight.class).ledgerSnapshots()).hasSize(1);
    }
  }

  @Test
  void the_switch_of_fanlight_wins_over_the_one_for_all_exporters() throws Exception {
    try (ConfigurableApplicationContext context = run(
        vendorKeys(),
        "management.tracing.export.enabled=false",
        "management.tracing.export.fanlight.enabled=true")) {
      assertThat(context.getBean(Fanlight.class).ledgerSnapshots()).hasSize(1);
    }
  }

  @Test
  void no_configuration_is_one_line() throws Exception {
    try (ConfigurableApplicationContext context = run()) {
      assertThat(context.isActive()).isTrue();
      assertThat(log.lines()).singleElement().asString().contains("fanlight.config");
      assertThat(exportersLog.lines()).isEmpty();
    }
  }

  @Test
  void a_wrong_name_of_a_key_of_the_starter_has_a_hint() throws Exception {
    try (ConfigurableApplicationContext context = run("fanlight.confg=fanlight.yaml")) {
      assertThat(context.isActive()).isTrue();
      assertThat(exportersLog.lines())
          .anyMatch(line -> line.contains("unknown key") && line.contains("did you mean config?"));
    }
  }

  @Test
  void one_file_in_several_sources_is_no_warning_and_each_other_file_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("fanlight.yaml"), "vendors: {}\n");
    Files.writeString(
        folder.resolve("application.properties"), "x=" + file + "\nfanlight.config=file:${x}\n");
    try (ConfigurableApplicationContext context = run("fanlight.config=" + file)) {
      assertThat(context.isActive()).isTrue();
      assertThat(warnings()).isEmpty();
    }

    Files.writeString(folder.resolve("application.properties"), "fanlight.config=other.yaml\n");
    try (ConfigurableApplicationContext context = run("fanlight.config=" + file)) {
      assertThat(context.isActive()).isTrue();
      assertThat(warnings())
          .singleElement()
          .asString()
          .contains("fanlight.config is set 2 times; the value of commandLineArgs is used")
          .contains("application.properties");
    }
  }

  @Test
  void the_health_lists_a_vendor_that_was_left_out_for_an_error() throws Exception {
    try (ConfigurableApplicationContext context = run(
        vendorKeys(), "fanlight.vendors.b.type=no_such_type", "fanlight.health.down_when=any")) {
      assertThat(health(context)).contains("DOWN", "a=up", "b=left_out");
    }
    try (ConfigurableApplicationContext context =
        run(vendorKeys(), "fanlight.vendors.b.type=no_such_type")) {
      assertThat(health(context)).contains("UP", "b=left_out");
    }
  }

  /** Returns the health as text; its class moved between the generations of Spring Boot. */
  private static String health(ConfigurableApplicationContext context) throws Exception {
    Object indicator = context.getBean("fanlightHealthIndicator");
    Method health = indicator.getClass().getMethod("health");
    health.setAccessible(true);
    return String.valueOf(health.invoke(indicator));
  }

  @Test
  void a_file_and_keys_at_once_are_one_line_and_the_file_is_used() throws Exception {
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"),
        "vendors: {b: {type: otlp, endpoint: '%s'}}".formatted(vendor.endpoint()));
    try (ConfigurableApplicationContext context =
        run(vendorKeys(), "fanlight.config=file:" + file)) {
      assertThat(context.getBean(Fanlight.class).ledgerSnapshots())
          .extracting(LedgerSnapshot::vendor)
          .containsExactly("b");
      assertThat(warnings())
          .singleElement()
          .asString()
          .contains("are not used, because fanlight.config is set");
    }
  }

  @Test
  void a_file_of_the_class_path_is_a_configuration() throws Exception {
    try (ConfigurableApplicationContext context =
        run("fanlight.config=classpath:fanlight-test.yaml")) {
      assertThat(context.getBean(Fanlight.class).ledgerSnapshots()).hasSize(1);
    }
    try (ConfigurableApplicationContext context = run("fanlight.config=classpath:absent.yaml")) {
      assertThat(context.getBean(Fanlight.class).ledgerSnapshots()).isEmpty();
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("SEVERE"))
          .singleElement()
          .asString()
          .contains("classpath:absent.yaml is not on the class path");
      assertThat(exportersLog.lines()).noneMatch(line -> line.contains("switched off"));
    }
  }

  @Test
  void a_mistake_in_the_keys_is_one_line_with_the_source() throws Exception {
    try (ConfigurableApplicationContext context = run("fanlight.vendors.a.type=no_such_type")) {
      assertThat(context.isRunning()).isTrue();
      assertThat(exportersLog.lines())
          .filteredOn(line -> line.startsWith("SEVERE commandLineArgs: vendors.a"))
          .hasSize(1);
    }
  }

  @Test
  void beans_that_scrub_or_exclude_spans_apply_to_every_vendor() throws Exception {
    vendor.watchFor("hunter2");
    try (ConfigurableApplicationContext context =
        run(Scrubbing.class, vendorKeys(), "fanlight.vendors.a.compression=none")) {
      Tracer tracer = context.getBean(SdkTracerProvider.class).get("test");
      tracer.spanBuilder("health").startSpan().end();
      tracer
          .spanBuilder("order")
          .setAttribute("password", "hunter2")
          .startSpan()
          .end();
      tracer.spanBuilder("failing").startSpan().end();
      assertThat(context.getBean(Fanlight.class).flush(Duration.ofSeconds(20))).isEmpty();

      assertThat(vendor.taken()).hasSize(1);
      assertThat(vendor.sightings()).isZero();
      LedgerSnapshot ledger = context.getBean(Fanlight.class).ledgerSnapshots().get(0);
      assertThat(ledger.addsUp()).isTrue();
      assertThat(ledger.filtered()).isEqualTo(1);
      assertThat(ledger.droppedByReason()).containsEntry("rule_error", 1L);
      assertThat(log.lines())
          .anyMatch(line -> line.contains("samples 100% of the traces")
              && line.endsWith("; these beans apply to all vendors: noHealthChecks"
                  + " (SpanExportingPredicate), scrubber (SpanFilter)"));
      assertThat(warnings()).isEmpty();
      assertThat(context.getBean(Scrubbing.class).threads).containsExactly("fanlight-batcher");
    }
  }

  @Test
  void a_reporter_gets_each_span_from_spring_boot() throws Exception {
    List<String> reported = new CopyOnWriteArrayList<>();
    try (ConfigurableApplicationContext context = run(Reporting.class, vendorKeys())) {
      context.getBean(Reporting.class).reported = reported;
      endSpan(context);
    }

    assertThat(reported).containsExactly("a");
    assertThat(vendor.taken()).hasSize(1);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_vendor_that_boots_exporter_sends_to_as_well_is_named() throws Exception {
    try (ConfigurableApplicationContext context = run(
        Exporting.class, vendorKeys(), "management.otlp.tracing.endpoint=" + vendor.endpoint())) {
      assertThat(context.isActive()).isTrue();
      assertThat(warnings())
          .singleElement()
          .asString()
          .contains("the vendor a gets every span twice");
    }
  }

  @Test
  void the_start_states_the_share_of_traces() throws Exception {
    try (ConfigurableApplicationContext context =
        run(vendorKeys(), "management.tracing.sampling.probability=0.25")) {
      assertThat(context.isActive()).isTrue();
      assertThat(log.lines()).anyMatch(line -> line.contains("samples 25% of the traces"));
    }
  }

  @Test
  void the_sampler_records_every_span_if_the_property_says_so() throws Exception {
    try (ConfigurableApplicationContext context = run(
        vendorKeys(),
        "management.tracing.sampling.probability=0",
        "fanlight.metrics.always_record=true")) {
      Span span =
          context.getBean(SdkTracerProvider.class).get("test").spanBuilder("a").startSpan();
      assertThat(span.isRecording()).isTrue();
      assertThat(span.getSpanContext().isSampled()).isFalse();
      assertThat(context.getBean(Sampler.class).getDescription()).isNotEmpty();
    }
  }

  @Test
  void a_registry_of_another_kind_has_the_ledger() throws Exception {
    try (ConfigurableApplicationContext context = run(Counting.class, vendorKeys())) {
      endSpan(context);
      assertThat(context.getBean(Fanlight.class).flush(Duration.ofSeconds(20))).isEmpty();

      MeterRegistry registry = context.getBean("otherRegistry", MeterRegistry.class);
      assertThat(registry
              .get("fanlight.spans")
              .tags("vendor", "a", "outcome", "delivered")
              .functionCounter()
              .count())
          .isEqualTo(1);
    }
  }

  private String[] vendorKeys() {
    return new String[] {
      "fanlight.vendors.a.type=otlp", "fanlight.vendors.a.endpoint=" + vendor.endpoint()
    };
  }

  private ConfigurableApplicationContext run(String[] keys, String... more) {
    return run(Nothing.class, keys, more);
  }

  private ConfigurableApplicationContext run(String... keys) {
    return run(Nothing.class, keys);
  }

  private ConfigurableApplicationContext run(Class<?> beans, String[] keys, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "--spring.config.location=optional:file:" + folder + "/",
        "--spring.main.banner-mode=off",
        "--logging.threshold.console=off",
        "--spring.jmx.enabled=false",
        "--management.tracing.sampling.probability=1.0",
        "--management.otlp.metrics.export.enabled=false"));
    for (String key : keys) {
      arguments.add("--" + key);
    }
    for (String key : more) {
      arguments.removeIf(each -> each.startsWith("--" + name(key) + "="));
      arguments.add("--" + key);
    }
    SpringApplication application = new SpringApplication(ShopApplication.class, beans);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setRegisterShutdownHook(false);
    return application.run(arguments.toArray(String[]::new));
  }

  private static String name(String property) {
    return property.substring(0, property.indexOf('='));
  }

  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.startsWith("WARNING")).toList();
  }

  private static void endSpan(ConfigurableApplicationContext context) {
    context
        .getBean(SdkTracerProvider.class)
        .get("test")
        .spanBuilder("a")
        .startSpan()
        .end();
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("fanlight"))
        .collect(Collectors.toSet());
  }

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}

  @Configuration(proxyBeanMethods = false)
  static class Failing {
    @Bean
    String failing(Fanlight fanlight) {
      throw new IllegalStateException("the application's own");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Scrubbing {
    final Set<String> threads = ConcurrentHashMap.newKeySet();

    @Bean
    SpanExportingPredicate noHealthChecks() {
      return span -> !span.getName().equals("health");
    }

    @Bean
    SpanFilter scrubber() {
      return span -> {
        if (Thread.currentThread()
            .getName()
            .startsWith("fanlight")) { // Boot's exporters filter too
          threads.add(Thread.currentThread().getName());
          if (span.getName().equals("failing")) {
            throw new IllegalStateException("the application's own");
          }
        }
        return span.setTags(Map.of("password", "***"));
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Reporting {
    volatile List<String> reported = List.of();

    @Bean
    SpanReporter reporter() {
      return new SpanReporter() {
        @Override
        public void report(FinishedSpan span) {
          reported.add(span.getName());
        }

        @Override
        public void close() {}
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Exporting {
    @Bean
    io.opentelemetry.sdk.trace.export.SpanExporter exporter() {
      return io.opentelemetry.sdk.trace.export.SpanExporter.composite();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Counting {
    @Bean
    MeterRegistry otherRegistry() {
      return new SimpleMeterRegistry();
    }
  }
}
