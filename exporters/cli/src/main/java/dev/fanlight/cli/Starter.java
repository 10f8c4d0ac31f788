/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.Docs;
import dev.fanlight.exporters.internal.config.Examples;
import dev.fanlight.exporters.internal.config.VendorType;
import dev.fanlight.exporters.spi.ConfigKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text of a first file. */
final class Starter {

  private static final String HEAD = """
      # Secrets come from variables (${NAME}) or files (${file:/run/secrets/name}), never from here.
      # The file is watched: an edit takes effect within two seconds. fanlight check --send FILE tries it.

      #rules:                      # for every vendor, besides the built-in redaction
      #  redact: [enduser.id]

      vendors:
      """;

  private static final String TAIL = """

      #buffer: {memory: 64MiB}     # where batches wait for slow vendors
      #metrics: {port: 9464}       # with fanlight-metrics-bridge
      #request_log: {}             # with fanlight-logback-appender
      """;

  private Starter() {}

  static String of(List<VendorType> types) {
    return HEAD + types.stream().map(Starter::vendor).collect(Collectors.joining("\n")) + TAIL;
  }

  private static String vendor(VendorType type) {
    StringBuilder text = new StringBuilder("  " + type.type() + ":" + comment(type.title()) + "\n");
    type.notice().ifPresent(notice -> text.append("    # ").append(notice).append('\n'));
    List<String> given =
        Examples.of(type).lines().filter(line -> !line.equals("{}")).toList();
    given.forEach(
        line -> text.append("    ").append(line).append(doc(line, type)).append('\n'));
    List<ConfigKey<?>> keys = type.isPlanned() ? List.of() : type.keys();
    for (ConfigKey<?> key : keys) {
      if (given.stream().noneMatch(line -> line.startsWith(key.name() + ":"))) {
        text.append(offered(key.name(), Docs.fallback(key).orElse("…"), doc(key, type)));
      }
    }
    Optional.ofNullable(type.addresses().get("http"))
        .filter(address -> !address.contains("{")) // else it is made of the keys above
        .ifPresent(address -> text.append(offered("endpoint", address, comment("where spans go"))));
    return text.append(offered("sample", "10%", comment("a share of the traces, whole ones")))
        .toString();
  }

  private static String offered(String key, String value, String comment) {
    return "    #" + key + ": " + value + comment + "\n";
  }

  private static String doc(String line, VendorType type) {
    return type.keys().stream()
        .filter(key -> line.startsWith(key.name() + ":"))
        .map(key -> doc(key, type))
        .findFirst()
        .orElse("");
  }

  private static String doc(ConfigKey<?> key, VendorType type) {
    boolean isChoice = type.oneOf().contains(key.name());
    return comment(key.doc() + (isChoice ? " One of " + String.join(", ", type.oneOf()) : ""));
  }

  private static String comment(String text) {
    return "   # " + text;
  }
}
