/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.metrics.MetricsBridge;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Lets the application's sampler record spans that it drops, for the metrics alone, if the property asks for it. */
final class AlwaysRecordPostProcessor implements BeanPostProcessor, Ordered {
  private static final String BRIDGE = "dev.fanlight.metrics.MetricsBridge";

  private final boolean isOn;

  AlwaysRecordPostProcessor(Environment environment) {
    this.isOn = StarterSettings.isAlwaysRecording(environment)
        && ClassUtils.isPresent(BRIDGE, getClass().getClassLoader());
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    return isOn && bean instanceof Sampler sampler ? MetricsBridge.alwaysRecord(sampler) : bean;
  }

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE; // around the samplers of the application's own post-processors
  }
}
