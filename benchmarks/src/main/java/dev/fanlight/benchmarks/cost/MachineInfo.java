/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The machine and the JDK on which the figures were taken. */
final class MachineInfo {

  private MachineInfo() {}

  /** As values of JSON. */
  static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("jdk", quoted(System.getProperty("java.vm.name") + " " + Runtime.version()));
    fields.put(
        "os", quoted(System.getProperty("os.name") + " " + System.getProperty("os.version")));
    fields.put("processor", quoted(processor()));
    fields.put("processors", Runtime.getRuntime().availableProcessors() + "");
    return fields;
  }

  private static String quoted(String value) {
    return '"' + value.replaceAll("[\"\\\\\\p{Cntrl}]", " ") + '"';
  }

  /** On one line. */
  static String line() {
    return String.join(", ", fields().values()).replace("\"", "");
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return System.getProperty("os.arch", "unknown");
    }
  }
}
