/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.metrics.MetricsBridge;
import dev.fanlight.metrics.MetricsBridgeBuilder;
import dev.fanlight.metrics.internal.section.MetricsSection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Span metrics and the vendors' ledger among the metrics of the actuator. */
@AutoConfiguration(
    after = FanlightAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.export.prometheus.PrometheusMetricsExportAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnBean(Fanlight.class)
@ConditionalOnClass(MeterRegistry.class)
class FanlightMetricsAutoConfiguration {

  /** Prometheus: every metric under the name that the documentation gives, with exemplars. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({MetricsBridge.class, PrometheusMeterRegistry.class})
  @ConditionalOnBean(PrometheusMeterRegistry.class)
  static class OnPrometheus {

    /** A span processor as well, which Spring Boot gives to its tracer provider; closed with that. */
    @Bean(destroyMethod = "shutdown")
    @ConditionalOnMissingBean
    @Nullable MetricsBridge fanlightMetricsBridge(
        Fanlight fanlight, PrometheusMeterRegistry registry, Environment environment) {
      if (StarterSettings.switchedOffBy(environment).isPresent()) {
        return null;
      }
      MetricsBridgeBuilder builder = MetricsBridge.builder().registry(registry);
      return MetricsSection.withFanout(builder, fanlight.sectionContext()).start();
    }
  }

  /** Any other registry: the ledger, as meters of Micrometer. */
  @Bean
  LedgerMeters fanlightLedgerMeters(
      Fanlight fanlight, ObjectProvider<MeterRegistry> registries, Environment environment) {
    boolean isOn = StarterSettings.switchedOffBy(environment).isEmpty();
    return new LedgerMeters(fanlight, isOn ? registries : null);
  }
}
