/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.internal.config.ConfigEnvironment;
import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.MessageLogger;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;

/**
 * Puts the fan-out into an {@code AutoConfiguredOpenTelemetrySdk} if {@code FANLIGHT_CONFIG}, {@code
 * -Dfanlight.config} or {@code FANLIGHT_CONFIG_YAML} is set; without them the SDK is unchanged.
 *
 * <p>The SDK's own OTLP exporter is then off, unless {@code otel.traces.exporter} says otherwise. An invalid
 * configuration is reported and no span is exported: telemetry does not stop the application, unless the file says
 * {@code strict}. The ledger appears among the metrics that the SDK exports.
 *
 * @since 0.1.0
 */
public final class FanlightAutoConfiguration implements AutoConfigurationCustomizerProvider {

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");
  private static final String NO_CONFIGURATION =
      "Fanlight in the agent has no configuration, and sends no spans; set FANLIGHT_CONFIG or -Dfanlight.config to the path"
          + " of fanlight.yaml";

  private static final String METRICS_EXPORTER = "otel.metrics.exporter";
  private static final String TEMPORALITY = "otel.exporter.otlp.metrics.temporality.preference";

  /** For {@link java.util.ServiceLoader}. */
  public FanlightAutoConfiguration() {}

  /** Runs after all other customizers, so that the resource is complete. */
  @Override
  public int order() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    Optional<Fanlight.Builder> fanlight = ConfigVariableUse.take();
    if (fanlight.isPresent()) {
      customize(customizer, fanlight.get());
    } else if (AgentMarker.isInAgent() && !ConfigEnvironment.ofProcess().isSwitchedOff()) {
      LOGGER.log(Level.INFO, NO_CONFIGURATION);
    }
  }

  private static void customize(AutoConfigurationCustomizer customizer, Fanlight.Builder fanlight) {
    OwnMeters meters = new OwnMeters();
    customizer
        .addPropertiesCustomizer(FanlightAutoConfiguration::withoutStockExporter)
        .addResourceCustomizer((resource, config) -> {
          warnOfMissingName(resource);
          fanlight.meterProvider(meters.provider(resource));
          return resource;
        })
        .addMeterProviderCustomizer((provider, config) -> {
          meters.follow(config.getList(METRICS_EXPORTER), config.getString(TEMPORALITY));
          return provider.registerMetricProducer(meters);
        })
        .addTracerProviderCustomizer((provider, config) -> started(fanlight, provider, config));
  }

  private static Map<String, String> withoutStockExporter(ConfigProperties config) {
    StockExporters stock = new StockExporters(
        config,
        FanlightAutoConfiguration.class.getClassLoader(),
        AutoConfigurationCustomizer.class.getClassLoader()); // the SDK has it, in the agent too
    StartAdvice.onAbsentExporter(stock.unavailable())
        .ifPresent(advice -> LOGGER.log(Level.INFO, advice));
    return stock.switchedOff();
  }

  private static void warnOfMissingName(Resource resource) {
    String name = resource.getAttribute(StartAdvice.SERVICE_NAME);
    StartAdvice.onServiceName(name).ifPresent(FanlightAutoConfiguration::warn);
  }

  private static SdkTracerProviderBuilder started(
      Fanlight.Builder fanlight, SdkTracerProviderBuilder provider, ConfigProperties config) {
    try {
      Fanlight running = fanlight.build();
      AgentMarker.set(running);
      provider.addSpanProcessor(running.spanProcessor());
    } catch (Fanlight.RefusedConfigurationException strict) {
      if (!AgentMarker.isInAgent()) {
        throw new ConfigurationException(ForeignText.ownLines(strict), strict);
      }
      // an exception would not stop the application, but leave it without any telemetry
      LOGGER.log(Level.SEVERE, ForeignText.ownLines(strict) + "\nNo span is exported.");
      return provider;
    } catch (RuntimeException
        | Error e) { // no thread or memory, or a defect: the application starts
      LOGGER.log(
          Level.SEVERE,
          ForeignText.loggable(e),
          () -> "Fanlight could not start. No span is exported.");
      return provider;
    }
    boolean isKept = config.getList(StockExporters.TRACES).contains("otlp");
    StartAdvice.onStockExporter(isKept, ConfigLoader.unusedOtlpVariables())
        .ifPresent(FanlightAutoConfiguration::warn);
    return provider;
  }

  private static void warn(String text) {
    LOGGER.log(Level.WARNING, text);
  }
}
