/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.boot.internal.properties.PropertyTree;
import dev.fanlight.boot.internal.properties.UnreadableTreeException;
import dev.fanlight.exporters.ConfigText;
import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.Fanlight.RefusedConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/** Creates the fan-out from the application's properties; used once for each application context. */
final class FanlightFactory {

  /*
   * One configuration is used: fanlight.config, else FANLIGHT_CONFIG_YAML, else the keys under fanlight. The weaker one of
   * two is named in one line and not read, except that FANLIGHT_CONFIG_YAML is laid over the files, as in every other way in.
   *
   * An error here does not stop the application, unless the configuration says strict. The fan-out has no hook of its
   * own at the JVM's end: Spring closes it with the context, after the web server has finished its requests.
   */

  private static final String CONFIG = "fanlight.config";
  private static final String CLASSPATH = "classpath:";
  private static final String FILE = "file:";
  private static final String DOCUMENT_VARIABLE = "FANLIGHT_CONFIG_YAML";
  /** The system property that Fanlight sets in the agent. */
  private static final String AGENT = "dev.fanlight.agent";

  private static final String NOTHING_EXPORTED = " No span is exported.";
  private static final String OTEL_STARTER =
      "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration";

  private final ConfigurableEnvironment environment;
  private final ResourceLoader resources;
  private final ApplicationSpanFilter filter;

  FanlightFactory(
      ConfigurableEnvironment environment, ResourceLoader resources, ApplicationSpanFilter filter) {
    this.environment = environment;
    this.resources = resources;
    this.filter = filter;
  }

  Fanlight create() {
    Optional<String> off = StarterSettings.switchedOffBy(environment);
    if (off.isPresent()) {
      StarterLog.info(off.get() + " is false");
      return switchedOff();
    }
    if (ClassUtils.isPresent(OTEL_STARTER, getClass().getClassLoader())) {
      StarterLog.warn(
          "OpenTelemetry's Spring Boot starter creates the spans here, and does not use the beans of"
              + " fanlight-spring-boot-starter; replace the latter by fanlight-exporters, and set FANLIGHT_CONFIG");
      return switchedOff();
    }
    if (Boolean.getBoolean(AGENT)) {
      StarterLog.info("Fanlight in OpenTelemetry's Java agent sends the spans of this process;"
          + " fanlight-spring-boot-starter sends none");
      return switchedOff();
    }
    try {
      return configured()
          .map(
              builder -> builder.exportFilter(filter::apply).closesAtExit(false).build())
          .orElseGet(FanlightFactory::switchedOff);
    } catch (RefusedConfigurationException strict) {
      throw strict;
    } catch (UnreadableTreeException unreadable) {
      StarterLog.error(unreadable.getMessage() + "." + NOTHING_EXPORTED);
    } catch (RuntimeException
        | Error e) { // no thread or memory, or a defect: the application starts
      StarterLog.error(
          "Fanlight could not start: " + e.getClass().getName() + "." + NOTHING_EXPORTED);
    }
    return switchedOff();
  }

  /** Returns a fan-out without vendors, and logs that in one line. */
  private static Fanlight switchedOff() {
    return Fanlight.builder()
        .text(ConfigText.of("fanlight-spring-boot-starter", "enabled: false"))
        .watchesFile(false)
        .closesAtExit(false)
        .build();
  }

  private Optional<Fanlight.Builder> configured() {
    String config = fileNames();
    String document = System.getenv(DOCUMENT_VARIABLE);
    boolean hasConfig = config != null && !config.isBlank();
    boolean hasDocument = document != null && !document.isBlank();
    PropertyTree tree = PropertyTree.of(environment);
    warnOfUnused(tree, hasConfig, hasDocument);
    warnOfSeveralFiles();
    if (config != null && hasConfig) {
      return files(config).map(builder -> hasDocument ? over(builder, document) : builder);
    }
    if (hasDocument) {
      return Optional.of(over(Fanlight.builder(), document));
    }
    Optional<Fanlight.Builder> fromTree =
        tree.text().map(text -> Fanlight.builder().text(text));
    if (fromTree.isEmpty()) {
      StarterLog.info("Fanlight has no configuration; set " + CONFIG
          + " to the path of a file, or write keys such as fanlight.vendors into application.yaml");
    }
    return fromTree;
  }

  /** Returns the files of the property, which may be a list of YAML or text with commas. */
  private @Nullable String fileNames() {
    String text = environment.getProperty(CONFIG);
    return text != null
        ? text
        : Binder.get(environment)
            .bind(CONFIG, Bindable.listOf(String.class))
            .map(names -> String.join(",", names))
            .orElse(null);
  }

  private static Fanlight.Builder over(Fanlight.Builder builder, @Nullable String document) {
    return document == null ? builder : builder.text(ConfigText.of(DOCUMENT_VARIABLE, document));
  }

  private static void warnOfUnused(PropertyTree tree, boolean hasConfig, boolean hasDocument) {
    if (hasConfig && hasDocument) {
      StarterLog.info(DOCUMENT_VARIABLE + " is laid over the file of " + CONFIG);
    }
    if (tree.isConfiguration() && (hasConfig || hasDocument)) {
      StarterLog.warn("the keys under fanlight in " + String.join(" and ", tree.places())
          + " are not used, because " + (hasConfig ? CONFIG : DOCUMENT_VARIABLE)
          + " is set; remove one of the two");
    }
    List<String> variables = System.getenv().keySet().stream()
        .filter(name -> name.startsWith("FANLIGHT_VENDORS_"))
        .sorted()
        .toList();
    if (!variables.isEmpty()) {
      StarterLog.warn(String.join(", ", variables)
          + ": environment variables are no keys of Fanlight; write ${NAME} as the value of a key");
    }
  }

  /**
   * Warns of several files. The same property in two sources is Spring's ordinary override; here it costs a line,
   * because one file is not read.
   */
  private void warnOfSeveralFiles() {
    List<String> sources = new ArrayList<>();
    List<String> values = new ArrayList<>();
    environment.getPropertySources().forEach(source -> {
      Object value =
          source.getName().equals("configurationProperties") ? null : source.getProperty(CONFIG);
      if (value != null && !values.contains(value.toString())) {
        values.add(value.toString());
        sources.add(source.getName());
      }
    });
    if (values.size() > 1) {
      StarterLog.warn(CONFIG + " is set " + values.size() + " times; the value of "
          + sources.get(0) + " is used, and not that of "
          + String.join(", ", sources.subList(1, sources.size())));
    }
  }

  private Optional<Fanlight.Builder> files(String config) {
    List<String> names = Stream.of(config.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
    if (names.size() == 1 && names.get(0).startsWith(CLASSPATH)) {
      return onClassPath(names.get(0));
    }
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      Path path = path(name);
      if (path == null) {
        return Optional.empty();
      }
      paths.add(path);
    }
    return Optional.of(Fanlight.builder(paths.toArray(Path[]::new)));
  }

  private static @Nullable Path path(String name) {
    if (name.startsWith(CLASSPATH)) {
      StarterLog.error(CONFIG
          + ": a file of the class path stands alone, and not in a list; name files with file: or a path."
          + NOTHING_EXPORTED);
      return null;
    }
    String file = name.startsWith(FILE) ? name.substring(FILE.length()) : name;
    try {
      return Path.of(file.startsWith("///") ? file.substring(2) : file);
    } catch (InvalidPathException e) {
      StarterLog.error(CONFIG + ": is no usable path." + NOTHING_EXPORTED);
      return null;
    }
  }

  private Optional<Fanlight.Builder> onClassPath(String name) {
    Resource resource = resources.getResource(name);
    try {
      String text = resource.getContentAsString(StandardCharsets.UTF_8);
      return Optional.of(Fanlight.builder().text(ConfigText.of(name, text)));
    } catch (IOException e) {
      StarterLog.error(CONFIG + ": " + name
          + " is not on the class path; put it into src/main/resources, or name a file with file:."
          + NOTHING_EXPORTED);
      return Optional.empty();
    }
  }
}
