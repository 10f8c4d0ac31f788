/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.KeyDocs;
import dev.fanlight.exporters.internal.config.VendorExamples;
import dev.fanlight.exporters.internal.config.VendorType;
import dev.fanlight.exporters.spi.ConfigKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text of a starter configuration file. */
final class StarterFile {

  private static final String HEAD = """
      # Keep secrets out of this file: use variables (${NAME}) or secret files (${file:/run/secrets/name}).
      # Edits take effect within two seconds. Test with: fanlight check --send FILE

      #rules:                      # for every vendor, in addition to the built-in redaction
      #  redact: [enduser.id]

      vendors:
      """;

  private static final String TAIL = """

      #buffer: {memory: 64MiB}     # holds batches for slow vendors
      #metrics: {port: 9464}       # with fanlight-metrics-bridge
      #request_log: {}             # with fanlight-logback-appender
      """;

  private StarterFile() {}

  static String of(List<VendorType> types) {
    return HEAD + types.stream().map(StarterFile::vendor).collect(Collectors.joining("\n")) + TAIL;
  }

  private static String vendor(VendorType type) {
    StringBuilder text = new StringBuilder("  " + type.type() + ":" + comment(type.title()) + "\n");
    type.notice().ifPresent(notice -> text.append("    # ").append(notice).append('\n'));
    List<String> given =
        VendorExamples.of(type).lines().filter(line -> !line.equals("{}")).toList();
    given.forEach(
        line -> text.append("    ").append(line).append(doc(line, type)).append('\n'));
    List<ConfigKey<?>> keys = type.isPlanned() ? List.of() : type.keys();
    for (ConfigKey<?> key : keys) {
      if (given.stream().noneMatch(line -> line.startsWith(key.name() + ":"))) {
        text.append(offered(key.name(), KeyDocs.fallback(key).orElse("…"), doc(key, type)));
      }
    }
    Optional.ofNullable(type.addresses().get("http"))
        .filter(address -> !address.contains("{")) // an address template is filled from the keys
        .ifPresent(address ->
            text.append(offered("endpoint", address, comment("address that receives the spans"))));
    return text.append(offered("sample", "10%", comment("share of the traces, always whole ones")))
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
