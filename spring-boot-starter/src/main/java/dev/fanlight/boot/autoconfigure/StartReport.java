/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The lines of a start about the tracing around Fanlight: the share of traces, the beans that apply, and properties without effect. */
final class StartReport implements SmartInitializingSingleton {
  private static final String PROBABILITY = "management.tracing.sampling.probability";
  private static final String BOOT_SAMPLER = "otelSampler";

  /** The properties of Spring Boot's own exporters, of 3.5 and of 4. */
  private static final List<String> OWN_ENDPOINTS = List.of(
      "management.opentelemetry.tracing.export.otlp.endpoint",
      "management.otlp.tracing.endpoint",
      "management.tracing.export.zipkin.endpoint",
      "management.zipkin.tracing.endpoint");

  private static final String FORMAT = "logging.structured.format.console";
  private static final String JSON_SETTINGS = "logging.structured.json";

  private final Fanlight fanlight;
  private final ApplicationSpanFilter filter;
  private final ListableBeanFactory beans;
  private final Environment environment;

  StartReport(
      Fanlight fanlight,
      ApplicationSpanFilter filter,
      ListableBeanFactory beans,
      Environment environment) {
    this.fanlight = fanlight;
    this.filter = filter;
    this.beans = beans;
    this.environment = environment;
  }

  @Override
  public void afterSingletonsInstantiated() {
    warnOfUnusedJsonSettings();
    if (fanlight.sectionContext().vendorStatuses().isEmpty()) {
      return; // no span is sent, which another line says
    }
    if (names(SdkTracerProvider.class).length == 0) {
      StarterLog.warn(
          "no tracer provider uses Fanlight; add spring-boot-starter-opentelemetry (Spring Boot 4), or"
              + " spring-boot-starter-actuator and micrometer-tracing-bridge-otel (Spring Boot 3.5)");
      return;
    }
    StarterLog.info(sampling() + appliedBeans());
    warnOfSecondExporter();
  }

  private String sampling() {
    String[] samplers = names(Sampler.class);
    if (samplers.length == 1 && !samplers[0].equals(BOOT_SAMPLER)) {
      return "the application's sampler " + samplers[0] + " decides which traces Fanlight gets";
    }
    double probability = environment.getProperty(PROBABILITY, Double.class, 0.1);
    return "Spring Boot samples " + percent(probability) + "% of the traces for Fanlight: "
        + PROBABILITY;
  }

  private String appliedBeans() {
    List<String> names = filter.names();
    return names.isEmpty() ? "" : "; these beans apply to all vendors: " + String.join(", ", names);
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share)
        .multiply(BigDecimal.valueOf(100))
        .stripTrailingZeros()
        .toPlainString();
  }

  private void warnOfSecondExporter() {
    if (names(SpanExporter.class).length == 0) {
      return;
    }
    for (String property : OWN_ENDPOINTS) {
      String endpoint = environment.getProperty(property);
      String vendor = endpoint == null ? null : vendorAt(endpoint);
      if (vendor != null) {
        StarterLog.warn("the vendor " + vendor + " gets every span twice, from Fanlight and from "
            + "Spring Boot's own exporter; remove " + property + " or the vendor");
      }
    }
  }

  private @Nullable String vendorAt(String endpoint) {
    String wanted = origin(endpoint);
    for (Map.Entry<String, URI> vendor : fanlight.vendorEndpoints().entrySet()) {
      if (origin(vendor.getValue().toString()).equals(wanted)) {
        return vendor.getKey();
      }
    }
    return null;
  }

  private static String origin(String address) {
    try {
      URI uri = URI.create(address);
      return (uri.getHost() + ":" + uri.getPort()).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private void warnOfUnusedJsonSettings() {
    boolean isOurs = environment.getProperty(FORMAT, "").startsWith("dev.fanlight.");
    if (isOurs
        && Binder.get(environment)
            .bind(JSON_SETTINGS, Bindable.mapOf(String.class, Object.class))
            .isBound()) {
      StarterLog.warn(JSON_SETTINGS + " has no effect on the lines of " + FORMAT + " "
          + environment.getProperty(FORMAT) + "; docs/logging.md lists its settings");
    }
  }

  private String[] names(Class<?> type) {
    return beans.getBeanNamesForType(type, true, false);
  }
}
