/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.JsonWriter;
import dev.fanlight.exporters.internal.config.KeyDocs;
import dev.fanlight.exporters.internal.config.VendorExamples;
import dev.fanlight.exporters.internal.config.VendorType;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fanlight vendors}. */
@Command(
    name = "vendors",
    mixinStandardHelpOptions = true,
    description = "Lists the vendor types, or describes every configuration key of one type.")
final class VendorsCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The vendor type to describe.")
  private @Nullable String name;

  @Option(names = "--json", description = "Write the result as JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    List<VendorType> types = VendorType.all(VendorsCommand.class.getClassLoader());
    TerminalWriter screen = new TerminalWriter(spec);
    if (name == null) {
      list(types, screen);
      return ExitCode.OK;
    }
    Optional<VendorType> type =
        types.stream().filter(each -> each.type().equals(name)).findFirst();
    if (type.isEmpty()) {
      spec.commandLine().getErr().println("fanlight vendors: " + VendorType.advice(name, types));
      return ExitCode.USAGE;
    }
    if (isJson) {
      screen.raw(JsonWriter.print(json(type.get())));
    } else {
      describe(type.get(), screen);
    }
    return ExitCode.OK;
  }

  private void list(List<VendorType> types, TerminalWriter screen) {
    if (isJson) {
      screen.raw(JsonWriter.print(types.stream().map(VendorsCommand::json).toList()));
      return;
    }
    screen.table(
        List.of("TYPE", "STATUS", "VENDOR"),
        types.stream()
            .map(type -> List.of(type.type(), type.status(), type.title()))
            .toList());
  }

  private static void describe(VendorType type, TerminalWriter screen) {
    screen.line(screen.strong(type.title()) + " (" + type.status() + ")");
    type.notice().ifPresent(notice -> screen.text(screen.careful(notice)));
    screen.line("");
    screen.line("vendors:");
    screen.line("  " + type.type() + ":");
    screen.raw(VendorExamples.of(type).indent(4));
    screen.line("");
    if (!type.keys().isEmpty() && !type.isPlanned()) {
      keys("KEY", type.keys(), screen);
      screen.line("");
    }
    keys("EVERY VENDOR", VendorType.commonKeys(), screen);
    if (!type.notes().isEmpty()) {
      screen.line("");
      type.notes().forEach(note -> screen.text("- " + note));
    }
  }

  private static void keys(String heading, List<ConfigKey<?>> keys, TerminalWriter screen) {
    List<List<String>> rows = new ArrayList<>();
    keys.forEach(key -> addRows(key, "", rows));
    screen.table(List.of(heading, "DEFAULT", ""), rows);
  }

  private static void addRows(ConfigKey<?> key, String indent, List<List<String>> rows) {
    rows.add(List.of(indent + key.name(), fallback(key), key.doc() + choice(key.kind())));
    if (key.kind() instanceof ValueType.Mapping nested) {
      nested.keys().forEach(inner -> addRows(inner, indent + "  ", rows));
    }
  }

  private static String choice(ValueType<?> kind) {
    return kind instanceof ValueType.Scalar<?> scalar && !scalar.words().isEmpty()
        ? " One of " + String.join(", ", scalar.words()) + "."
        : "";
  }

  private static String fallback(ConfigKey<?> key) {
    return key.isRequired() ? "required" : KeyDocs.fallback(key).orElse("");
  }

  private static Map<String, Object> json(VendorType type) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", type.type());
    json.put("title", type.title());
    json.put("status", type.status());
    type.notice().ifPresent(notice -> json.put("notice", notice));
    json.put("keys", type.keys().stream().map(VendorsCommand::json).toList());
    json.put("one_of", type.oneOf());
    json.put("endpoints", type.addresses());
    json.put("headers", type.headers());
    json.put("resource_attributes", type.attributes());
    json.put("evidence", type.evidence());
    json.put("notes", type.notes());
    return json;
  }

  private static Map<String, Object> json(ConfigKey<?> key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", key.name());
    json.put("kind", key.kind().name());
    json.put("required", key.isRequired());
    KeyDocs.fallback(key).ifPresent(value -> json.put("default", value));
    json.put("doc", key.doc());
    return json;
  }
}
