/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.boot;

import dev.fanlight.metrics.MetricsBridge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bean that docs/metrics.md shows. */
@Configuration(proxyBeanMethods = false)
class Metrics {

  @Bean
  MetricsBridge spanMetrics(ObjectProvider<PrometheusMeterRegistry> registries) {
    PrometheusMeterRegistry registry = registries.getIfAvailable();
    return registry == null
        ? MetricsBridge.builder()
            .noEndpoint()
            .start() // a test: Spring Boot has no such registry there
        : MetricsBridge.builder().registry(registry).start();
  }
}
