/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import dev.fanlight.logback.FanlightEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * The JSON lines of {@code fanlight-logback-appender} as a format of Spring Boot's structured logging.
 *
 * <pre>{@code
 * logging.structured.format.console=dev.fanlight.boot.FanlightLogFormatter
 * }</pre>
 *
 * <p>The name of the service is the one that Spring Boot gives to spans: {@code service.name} of {@code
 * management.opentelemetry.resource-attributes}, then {@code OTEL_SERVICE_NAME}, then {@code service.name} of {@code
 * OTEL_RESOURCE_ATTRIBUTES}, then {@code spring.application.name}. The properties {@code fanlight.log.profile}, {@code
 * fanlight.log.trace-links} and {@code fanlight.log.mask-keys} set the encoder's settings of these names. Settings under {@code
 * logging.structured.json} have no effect.
 *
 * <p>Any thread.
 *
 * @since 0.1.0
 */
public final class FanlightLogFormatter implements StructuredLogFormatter<ILoggingEvent> {
  private static final String SERVICE_NAME = "service.name";

  private final FanlightEncoder encoder = new FanlightEncoder();

  /** Creates the formatter; called by Spring Boot. */
  public FanlightLogFormatter(Environment environment) {
    if (LoggerFactory.getILoggerFactory() instanceof Context context) {
      encoder.setContext(context);
    }
    String service = serviceName(environment);
    if (service != null) {
      encoder.setServiceName(service);
    }
    set(environment, "fanlight.log.profile", encoder::setProfile);
    set(environment, "fanlight.log.trace-links", encoder::setTraceLinks);
    set(environment, "fanlight.log.mask-keys", encoder::setMaskKeys);
    encoder.start();
  }

  private static void set(Environment environment, String property, Consumer<String> setter) {
    String value = environment.getProperty(property);
    if (value != null && !value.isBlank()) {
      setter.accept(value);
    }
  }

  /** Returns null if the encoder's own rule is to decide: the variables of OpenTelemetry are set, or no name is. */
  private static @Nullable String serviceName(Environment environment) {
    String attribute = Binder.get(environment)
        .bind(
            "management.opentelemetry.resource-attributes",
            Bindable.mapOf(String.class, String.class))
        .orElse(Map.of())
        .get(SERVICE_NAME);
    if (attribute != null) {
      return attribute;
    }
    boolean isInVariables = environment.containsProperty("OTEL_SERVICE_NAME")
        || environment.getProperty("OTEL_RESOURCE_ATTRIBUTES", "").contains(SERVICE_NAME + "=");
    return isInVariables ? null : environment.getProperty("spring.application.name");
  }

  @Override
  public String format(ILoggingEvent event) {
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
    byte[] line = encoder.encode(event);
    return charset.equals(StandardCharsets.UTF_8)
        ? line
        : new String(line, StandardCharsets.UTF_8).getBytes(charset);
  }
}
