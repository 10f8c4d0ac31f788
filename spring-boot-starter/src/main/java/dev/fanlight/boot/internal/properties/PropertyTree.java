/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import dev.fanlight.boot.internal.properties.PropertyNode.Branch;
import dev.fanlight.exporters.ConfigText;
import dev.fanlight.exporters.ConfigText.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/** The keys under {@code fanlight} in an environment. */
public final class PropertyTree {

  /** The keys of the starter and of the log lines; all further keys belong to the file. */
  private static final Set<String> OTHER_KEYS = Set.of("config", "health", "log");

  private static final Set<String> SWITCHES = Set.of("enabled", "strict");
  private static final Set<String> ALWAYS_RECORD = Set.of("always_record", "always-record");

  private final Branch keys;

  private PropertyTree(Branch keys) {
    this.keys = keys;
  }

  /**
   * Reads the keys from the environment's property sources.
   *
   * @throws UnreadableTreeException if a file of them cannot be read
   */
  public static PropertyTree of(ConfigurableEnvironment environment) {
    PlaceholderTranslation placeholders = new PlaceholderTranslation(
        name -> name == null ? null : System.getenv(name),
        name -> name == null ? null : environment.getProperty(name));
    PropertySourceReader reader = new PropertySourceReader(placeholders);
    List<PropertySource<?>> sources = new ArrayList<>();
    environment.getPropertySources().forEach(sources::add);
    Collections.reverse(sources); // the strongest last, to be laid over the weaker ones
    Branch keys = new Branch(new Origin("application properties", 0, 0), Map.of());
    for (PropertySource<?> source : sources) {
      keys = keys.merged(reader.read(source));
    }
    return new PropertyTree(documentKeys(keys));
  }

  private static Branch documentKeys(Branch all) {
    Branch keys = all;
    for (String other : OTHER_KEYS) {
      keys = keys.without(other);
    }
    return keys.children().get("metrics") instanceof Branch metrics
        ? withoutAlwaysRecord(keys, metrics)
        : keys;
  }

  private static Branch withoutAlwaysRecord(Branch keys, Branch metrics) {
    Branch rest = metrics;
    for (String name : ALWAYS_RECORD) {
      rest = rest.without(name);
    }
    boolean isSection =
        rest.children().size() == metrics.children().size() || !rest.children().isEmpty();
    return isSection ? keys.with("metrics", rest) : keys.without("metrics");
  }

  /** Returns true if the keys are more than switches. */
  public boolean isConfiguration() {
    return !SWITCHES.containsAll(keys.children().keySet());
  }

  /** Returns the places of the keys at the top, for messages. */
  public Set<String> places() {
    Set<String> places = new TreeSet<>();
    keys.children().values().forEach(child -> places.add(child.origin().document()));
    return places;
  }

  /** Returns the keys as a document of the file's form, each line with its origin. */
  public Optional<ConfigText> text() {
    return isConfiguration() ? Optional.of(TreeText.of(keys)) : Optional.empty();
  }
}
