/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.TextDocument;
import dev.fanlight.exporters.internal.config.yaml.YamlDocument;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.settings.TransportCheck;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The door of the configuration: the file into settings.
 *
 * <pre>{@code
 * ConfigLoader loader = ConfigLoader.of(ConfigSource.of(path), Transports.CHECK);
 * Loaded loaded = loader.load();                                // never throws for the file's content
 * loaded.problems().forEach(problem -> log(problem.toString())); // one line each, no secret in it
 * if (loaded instanceof Loaded.Usable usable) {
 *   Configuration configuration = usable.configuration();
 *   configuration.isEnabled();  // false: start no thread
 *   configuration.fanout();     // FanoutSettings with one LaneSettings for each vendor that is on and sound
 *   configuration.sections();   // section.provider().create(section.node(), context)
 * }
 * }</pre>
 *
 * <p>{@link #load()} reads the documents anew each time. A lane with the same {@code fingerprint} in two versions may
 * keep everything; secrets from files do not count in it, since {@link Configuration#fileSecrets()} are refreshed in
 * place. Any thread, one at a time.
 */
public final class ConfigLoader {

  private final ConfigSource source;
  private final ConfigEnvironment surroundings;
  private final PluginRegistry plugins;
  private final TransportCheck transports;
  private final List<Problem> pluginProblems;

  private ConfigLoader(
      ConfigSource source,
      ConfigEnvironment surroundings,
      PluginRegistry plugins,
      TransportCheck transports,
      List<Problem> pluginProblems) {
    this.source = source;
    this.surroundings = surroundings;
    this.plugins = plugins;
    this.transports = transports;
    this.pluginProblems = pluginProblems;
  }

  /** Returns a loader with this process's variables and the plugins of this class's class loader. */
  public static ConfigLoader of(ConfigSource source, TransportCheck transports) {
    return of(
        source, ConfigEnvironment.ofProcess(), ConfigLoader.class.getClassLoader(), transports);
  }

  /**
   * Returns a loader.
   *
   * @param source where the documents are
   * @param surroundings the environment to which references lead
   * @param classLoader that finds the plugins; they are looked up now
   * @param transports checks the certificates of each vendor
   */
  public static ConfigLoader of(
      ConfigSource source,
      ConfigEnvironment surroundings,
      ClassLoader classLoader,
      TransportCheck transports) {
    Problems problems = new Problems();
    PluginRegistry plugins = PluginRegistry.of(classLoader, problems);
    return new ConfigLoader(source, surroundings, plugins, transports, problems.inOrder());
  }

  static ConfigLoader of(
      ConfigSource source,
      ConfigEnvironment surroundings,
      PluginRegistry plugins,
      TransportCheck transports) {
    return new ConfigLoader(source, surroundings, plugins, transports, List.of());
  }

  /** Returns the files that hold the documents, the base first. */
  List<Path> documents() {
    return source.files();
  }

  /** Returns the documents as a message names them: the files, and the variable if there is one. */
  public String names() {
    List<String> names = new ArrayList<>();
    for (Path file : source.files()) {
      names.add(ForeignText.line(file.toString()));
    }
    TextDocument document = source.document();
    if (document != null) {
      names.add(ForeignText.line(document.name()));
    }
    return String.join(" and ", names);
  }

  /** Reads the documents as they are now. */
  public LoadResult load() {
    return new FileReading(source, surroundings, plugins, transports, pluginProblems).load();
  }

  /**
   * Returns the names of the {@code OTEL_EXPORTER_OTLP_*} that are set in this process, as variables or as system
   * properties, if no vendor of the process's configuration uses them.
   */
  public static List<String> unusedOtlpVariables() {
    ConfigEnvironment process = ConfigEnvironment.ofProcess();
    List<String> present = new OtlpVariables(process).present();
    Optional<ConfigSource> source =
        present.isEmpty() ? Optional.empty() : ConfigSource.find(process);
    if (source.isEmpty()) {
      return List.of();
    }
    TransportCheck unchecked = (settings, isGrpc) -> {}; // only the use of variables is asked for
    PluginRegistry plugins = ConfigLoader.of(source.get(), unchecked).plugins;
    FileReading reading = new FileReading(source.get(), process, plugins, unchecked, List.of());
    reading.load();
    return reading.usesOtlpVariables() ? List.of() : present;
  }

  /**
   * Reads a section's keys from a document that has only the section; for the tests of section providers.
   *
   * @throws IllegalArgumentException with every problem if the document is not right
   */
  public static ConfigNode node(List<ConfigKey<?>> keys, String document) {
    Problems problems = new Problems();
    ReferenceResolver references =
        new ReferenceResolver(ConfigEnvironment.ofProcess(), new BaseFolders(Map.of()), false);
    YamlValue value = YamlDocument.read("document", document, problems)
        .orElse(new YamlValue.Empty(SourceLocation.of("document")));
    ReadNode node = new KeyReader(problems, references).read(value, "", keys);
    if (node == null || problems.errors() > 0) {
      throw new IllegalArgumentException(problems.inOrder().toString());
    }
    return node;
  }
}
