/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import dev.fanlight.exporters.ConfigText;
import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.internal.config.JsonWriter;
import dev.fanlight.exporters.internal.config.ScalarTypeIndex;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.MessageLogger;
import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;

/**
 * The span processor {@code fanlight/development} of a declarative configuration ({@code otel.config.file}).
 *
 * <pre>
 * tracer_provider:
 *   processors:
 *     - fanlight/development: {config_file: /etc/fanlight.yaml}
 * </pre>
 *
 * <p>In place of {@code config_file} the node may have the keys of the file itself; without any key it stands for the file
 * that {@code FANLIGHT_CONFIG} names. A node with a mistake is reported and becomes a processor without effect, because an
 * exception would leave the application without any telemetry.
 *
 * @since 0.1.0
 */
public final class FanlightComponentProvider implements ComponentProvider, AutoConfigureListener {

  /*
   * The two interfaces are internal to OpenTelemetry and the only way into a declarative configuration. No other class of ours
   * refers to them, and no class refers to this one: an SDK without them never loads it.
   */

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");
  private static final String NAME = "fanlight/development";
  private static final String FILE = "config_file";
  private static final String NO_SPAN = "\nNo span is exported by Fanlight.";

  /** For {@link java.util.ServiceLoader}. */
  public FanlightComponentProvider() {}

  @Override
  public Class<?> getType() {
    return SpanProcessor.class;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Object create(DeclarativeConfigProperties node) {
    try {
      Optional<Fanlight.Builder> builder = builder(node);
      if (builder.isPresent()) {
        Fanlight running = builder.get().build();
        AgentMarker.set(running);
        return running.spanProcessor();
      }
      LOGGER.log(
          Level.SEVERE,
          NAME + " has no keys, and FANLIGHT_CONFIG is not set; add config_file: fanlight.yaml"
              + NO_SPAN);
    } catch (Fanlight.RefusedConfigurationException strict) {
      if (!AgentMarker.isInAgent()) {
        throw strict;
      }
      LOGGER.log(Level.SEVERE, ForeignText.ownLines(strict) + NO_SPAN);
    } catch (Throwable e) { // of any kind: the SDK, or the agent, starts without us
      LOGGER.log(
          Level.SEVERE,
          ForeignText.loggable(e),
          () -> "Fanlight could not start. No span is exported by it.");
    }
    return SpanProcessor.composite();
  }

  @Override
  public void afterAutoConfigure(OpenTelemetrySdk sdk) {
    ConfigVariableUse.adviceOnce().ifPresent(advice -> LOGGER.log(Level.INFO, advice));
  }

  private static Optional<Fanlight.Builder> builder(DeclarativeConfigProperties node) {
    if (node.getPropertyKeys().isEmpty()) {
      return ConfigVariableUse.take();
    }
    ClassLoader loader = FanlightComponentProvider.class.getClassLoader();
    Map<String, Object> tree = new DeclarativeTree(ScalarTypeIndex.of(loader)).mapOf(node);
    Object file = tree.remove(FILE);
    Path[] files = file == null ? new Path[0] : files(file.toString());
    Fanlight.Builder builder = Fanlight.builder(files);
    return Optional.of(tree.isEmpty() ? builder : builder.text(text(tree)));
  }

  private static Path[] files(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .toArray(Path[]::new);
  }

  /** Returns the tree as a document; messages name the node and the key, because the lines are not the user's. */
  private static ConfigText text(Map<String, Object> tree) {
    String json = JsonWriter.print(tree);
    List<ConfigText.Origin> origins = new ArrayList<>();
    for (String line : json.split("\n", -1)) {
      origins.add(new ConfigText.Origin(NAME + keyOf(line.strip()), 0, 0));
    }
    return new ConfigText(NAME, json, origins);
  }

  /** Returns the key at the start of a line as an addition to the name of the node, or an empty text. */
  private static String keyOf(String line) {
    int end = line.indexOf("\": ");
    return line.startsWith("\"") && end > 0 ? ", key " + line.substring(0, end + 1) : "";
  }
}
