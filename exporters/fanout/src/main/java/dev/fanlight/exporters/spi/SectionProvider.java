/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.Map;

/**
 * A top-level section of the file that becomes a span processor beside the vendors; found by
 * {@link java.util.ServiceLoader}.
 *
 * <pre>{@code
 * public final class MetricsSection implements SectionProvider {
 *   private static final ConfigKey<String> HOST = ConfigKey.of("host", ValueType.TEXT, "localhost", "Address to listen on.");
 *   private static final ConfigKey<Integer> PORT = ConfigKey.of("port", ValueType.integer(0, 65_535), 9464, "Port to listen on.");
 *
 *   public String key() {
 *     return "metrics";
 *   }
 *
 *   public String doc() {
 *     return "Prometheus metrics from spans.";
 *   }
 *
 *   public List<ConfigKey<?>> keys() {
 *     return List.of(HOST, PORT);
 *   }
 *
 *   public SpanProcessor create(ConfigNode node, SectionContext context) {
 *     return SpanMetrics.listen(node.get(HOST), node.get(PORT), context);
 *   }
 * }
 * }</pre>
 *
 * <p>Every section also has the key {@code enabled}, which is not to be declared: while it is false, the section's keys
 * are read but {@link #create} is not called. A section that the file does not have is not created.
 */
public interface SectionProvider {

  /** The section's key in the file, for example {@code metrics}. */
  String key();

  /** Returns one or two sentences of Markdown for the documentation. */
  String doc();

  /** The keys of the section, in the order of the documentation. */
  List<ConfigKey<?>> keys();

  /**
   * Checks the keys against each other; starts, opens and contacts no resource.
   *
   * @throws IllegalArgumentException best from {@link ConfigNode#refuse}
   */
  default void check(ConfigNode node) {}

  /**
   * Returns warnings about keys that can be used and are risky, each with the cure; they are shown at the start, after
   * an edit and by {@code fanlight check}, with the place of the key. Starts, opens and contacts no resource.
   */
  default Map<ConfigKey<?>, String> warnings(ConfigNode node) {
    return Map.of();
  }

  /**
   * The processor that the section asks for, started. It sees every recorded span, before any sampling of vendors. The
   * caller owns it: it calls {@link SpanProcessor#shutdown()} when the section is changed, removed or switched off, and
   * at the end; a changed section is shut down before its successor is created, so that a port can be used again.
   *
   * @param node the section's keys
   * @param context may be kept and asked at any time, but not during this call
   * @throws IllegalArgumentException if the section cannot work; best from {@link ConfigNode#refuse}
   * @throws java.io.UncheckedIOException if it cannot open a resource, for example its port
   */
  SpanProcessor create(ConfigNode node, SectionContext context);
}
