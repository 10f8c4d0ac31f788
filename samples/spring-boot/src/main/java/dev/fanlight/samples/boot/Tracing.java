/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.boot;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bean that docs/configuration.md shows. */
@Configuration(proxyBeanMethods = false)
class Tracing {

  @Bean
  SpanProcessor fanlight(@Value("${shop.fanlight:fanlight.yaml}") String file) {
    return Fanlight.load(Path.of(file)).spanProcessor();
  }
}
