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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/** Creates the fan-out from the application's properties; used once for each application context. */
final class FanlightFactory {

  /*
   * One configuration is used: fanlight.config, else FANLIGHT_CONFIG_YAML, else the keys under fanlight. The weaker one of
   * two is named in one line and not read, except that FANLIGHT_CONFIG_YAML is laid over the files, as in every other way in.
   *
   * An error here does not stop the application, unless the configuration says strict: one line states it, and an idle
   * fan-out takes the place of the one that was asked for. The fan-out has no hook of its
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
    try {
      return builder().exportFilter(filter::apply).closesAtExit(false).build();
    } catch (RefusedConfigurationException strict) {
      throw strict;
    } catch (UnreadableTreeException unreadable) {
      return idle(StarterLog::error, unreadable.getMessage() + "." + NOTHING_EXPORTED)
          .build();
    } catch (RuntimeException
        | Error e) { // no thread or memory, or a defect: the application starts
      return idle(
              StarterLog::error,
              "Fanlight could not start: " + e.getClass().getName() + "." + NOTHING_EXPORTED)
          .build();
    }
  }

  /**
   * Logs the reason for which no span is sent, in one line, and returns the builder of a fan-out without vendors. Its status
   * has the reason in the place of the file's name.
   */
  private static Fanlight.Builder idle(Consumer<String> log, String reason) {
    log.accept(reason);
    return Fanlight.builder()
        .text(ConfigText.of(reason, "enabled: false"))
        .logsStart(false)
        .watchesFile(false)
        .closesAtExit(false);
  }

  private Fanlight.Builder builder() {
    Optional<String> off = StarterSettings.switchedOffBy(environment);
    if (off.isPresent()) {
      return idle(
          StarterLog::info, off.get() + " is false: Fanlight is switched off, and sends no spans");
    }
    if (ClassUtils.isPresent(OTEL_STARTER, getClass().getClassLoader())) {
      return idle(
          StarterLog::warn,
          "OpenTelemetry's Spring Boot starter creates the spans here, and does not use the beans of"
              + " fanlight-spring-boot-starter; replace the latter by fanlight-exporters, and set FANLIGHT_CONFIG");
    }
    if (Boolean.getBoolean(AGENT)) {
      return idle(
          StarterLog::info,
          "Fanlight in OpenTelemetry's Java agent sends the spans of this process;"
              + " fanlight-spring-boot-starter sends none");
    }
    return configured();
  }

  private Fanlight.Builder configured() {
    String config = fileNames();
    String document = System.getenv(DOCUMENT_VARIABLE);
    boolean hasConfig = config != null && !config.isBlank();
    boolean hasDocument = document != null && !document.isBlank();
    PropertyTree tree = PropertyTree.of(environment);
    warnOfUnused(tree, hasConfig, hasDocument);
    warnOfSeveralFiles();
    if (config != null && hasConfig) {
      Fanlight.Builder builder = files(config);
      return hasDocument ? over(builder, document) : builder;
    }
    if (hasDocument) {
      return over(Fanlight.builder(), document);
    }
    Optional<ConfigText> keys = tree.text();
    return keys.isPresent()
        ? Fanlight.builder().text(keys.get())
        : idle(
            StarterLog::info,
            "Fanlight has no configuration; set " + CONFIG
                + " to the path of a file, or write keys such as fanlight.vendors into application.yaml");
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
   * because one file is not read. Sources that name the same file cost none.
   */
  private void warnOfSeveralFiles() {
    int count = 0;
    String used = null;
    String winner = "";
    List<String> others = new ArrayList<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      Object value =
          source.getName().equals("configurationProperties") ? null : source.getProperty(CONFIG);
      if (value != null) {
        count++;
        String file = withoutScheme(environment.resolvePlaceholders(value.toString()));
        if (used == null) {
          used = file;
          winner = source.getName();
        } else if (!file.equals(used)) {
          others.add(source.getName());
        }
      }
    }
    if (!others.isEmpty()) {
      StarterLog.warn(CONFIG + " is set " + count + " times; the value of " + winner
          + " is used, and not that of " + String.join(", ", others));
    }
  }

  private Fanlight.Builder files(String config) {
    List<String> names = Stream.of(config.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
    if (names.size() == 1 && names.get(0).startsWith(CLASSPATH)) {
      return onClassPath(names.get(0));
    }
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(CLASSPATH)) {
        return unusable(
            ": a file of the class path stands alone, and not in a list; name files with"
                + " file: or a path.");
      }
      try {
        paths.add(Path.of(withoutScheme(name)));
      } catch (InvalidPathException e) {
        return unusable(": is no usable path.");
      }
    }
    return Fanlight.builder(paths.toArray(Path[]::new));
  }

  private static String withoutScheme(String name) {
    String file = name.startsWith(FILE) ? name.substring(FILE.length()) : name;
    return file.startsWith("///") ? file.substring(2) : file;
  }

  private Fanlight.Builder onClassPath(String name) {
    Resource resource = resources.getResource(name);
    try {
      String text = resource.getContentAsString(StandardCharsets.UTF_8);
      return Fanlight.builder().text(ConfigText.of(name, text));
    } catch (IOException e) {
      return unusable(
          ": " + name
              + " is not on the class path; put it into src/main/resources, or name a file with file:.");
    }
  }

  private static Fanlight.Builder unusable(String sentence) {
    return idle(StarterLog::error, CONFIG + sentence + NOTHING_EXPORTED);
  }
}
