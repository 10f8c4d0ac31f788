/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code fanlight} of the actuator, and masks for its endpoints that show properties. */
@AutoConfiguration(after = FanlightAutoConfiguration.class)
@ConditionalOnBean(Fanlight.class)
@ConditionalOnClass(Endpoint.class)
class FanlightActuatorAutoConfiguration {

  @Bean
  FanlightEndpoint fanlightEndpoint(Fanlight fanlight) {
    return new FanlightEndpoint(fanlight);
  }

  @Bean
  SanitizingFunction fanlightSanitizingFunction() {
    return new PropertyMask();
  }
}
