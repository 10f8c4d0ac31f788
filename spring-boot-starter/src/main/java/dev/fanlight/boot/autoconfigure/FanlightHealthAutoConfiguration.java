/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The health contributor {@code fanlight}. It belongs to no group of its own accord: the groups {@code liveness} and {@code
 * readiness} name their members.
 */
@AutoConfiguration(after = FanlightAutoConfiguration.class)
@ConditionalOnBean(Fanlight.class)
class FanlightHealthAutoConfiguration {

  /** Spring Boot 3. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  static class OnSpringBoot3 {

    @Bean
    @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator(
        "fanlight")
    org.springframework.boot.actuate.health.HealthIndicator fanlightHealthIndicator(
        Fanlight fanlight, Environment environment) {
      VendorHealth health = new VendorHealth(fanlight, environment);
      return () -> (health.isDown()
              ? org.springframework.boot.actuate.health.Health.down()
              : org.springframework.boot.actuate.health.Health.up())
          .withDetails(health.details())
          .build();
    }
  }

  /** Spring Boot 4. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  static class OnSpringBoot4 {

    @Bean
    @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator(
        "fanlight")
    org.springframework.boot.health.contributor.HealthIndicator fanlightHealthIndicator(
        Fanlight fanlight, Environment environment) {
      VendorHealth health = new VendorHealth(fanlight, environment);
      return () -> (health.isDown()
              ? org.springframework.boot.health.contributor.Health.down()
              : org.springframework.boot.health.contributor.Health.up())
          .withDetails(health.details())
          .build();
    }
  }
}
