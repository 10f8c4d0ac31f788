/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;

/**
 * The fan-out as a span processor of Spring Boot's own tracing.
 *
 * <p>The beans exist in every application, even if Fanlight is switched off or has no configuration: then no vendor
 * runs behind them. So an application that was processed ahead of time obeys the switch of the day, and a bean of the
 * application may ask for {@link Fanlight} in tests.
 */
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
    })
@ConditionalOnClass({SpanProcessor.class, Fanlight.class})
@ConditionalOnMissingBean(Fanlight.class)
@ImportRuntimeHints(FanlightRuntimeHints.class)
class FanlightAutoConfiguration {

  @Bean
  ApplicationSpanFilter fanlightApplicationSpanFilter() {
    return new ApplicationSpanFilter();
  }

  @Bean
  Fanlight fanlight(
      ConfigurableEnvironment environment, ResourceLoader resources, ApplicationSpanFilter filter) {
    return new FanlightFactory(environment, resources, filter).create();
  }

  /** Closed by the tracer provider after the last request, and by {@link Fanlight} in any case. */
  @Bean(destroyMethod = "")
  SpanProcessor fanlightSpanProcessor(
      Fanlight fanlight, ApplicationSpanFilter filter, ListableBeanFactory beans) {
    filter.read(beans);
    return fanlight.spanProcessor();
  }

  @Bean
  static AlwaysRecordPostProcessor fanlightAlwaysRecordPostProcessor(
      ConfigurableEnvironment environment) {
    return new AlwaysRecordPostProcessor(environment);
  }

  @Bean
  StartReport fanlightStartReport(
      Fanlight fanlight,
      ApplicationSpanFilter filter,
      ListableBeanFactory beans,
      ConfigurableEnvironment environment) {
    return new StartReport(fanlight, filter, beans, environment);
  }
}
