/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.cli.FanlightCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comparison of {@code fanlight log --json} with the ledgers, after the end. */
final class LogFolderCheck {

  private static final Pattern VENDOR = Pattern.compile(
      "\"name\"\\s*:\\s*\"([a-z_]+)\"\\s*,\\s*\"waiting_spans\"\\s*:\\s*(\\d+).*?\"account\"\\s*:\\s*\\{([^}]*)}",
      Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile("\"([^\"]+)\"\\s*:\\s*(\\d+)");

  private LogFolderCheck() {}

  /** Runs the command; returns its output. */
  static String run(Path log) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FanlightCommand.class.getName(),
            "log",
            "--json",
            log.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + output;
  }

  /** Returns a sentence for each difference between the command's output and the ledgers. */
  static List<String> compare(String output, Map<ChaosVendor, VendorLedger> ledgers) {
    List<String> problems = new ArrayList<>();
    if (!output.startsWith("0\n")) {
      problems.add("fanlight log ended with " + output.lines().findFirst().orElse("nothing"));
    }
    for (Map.Entry<ChaosVendor, VendorLedger> entry : ledgers.entrySet()) {
      String vendor = entry.getKey().label();
      Matcher match = VENDOR.matcher(output);
      boolean found = false;
      while (match.find()) {
        if (match.group(1).equals(vendor)) {
          found = true;
          compare(problems, vendor, match, entry.getValue());
        }
      }
      if (!found) {
        problems.add("fanlight log knows no vendor " + vendor);
      }
    }
    return problems;
  }

  private static void compare(
      List<String> problems, String vendor, Matcher match, VendorLedger ledger) {
    if (!match.group(2).equals("0")) {
      problems.add("fanlight log says that " + match.group(2) + " spans wait for " + vendor);
    }
    Matcher column = COLUMN.matcher(match.group(3));
    long delivered = -1;
    while (column.find()) {
      if (column.group(1).equals("delivered")) {
        delivered = Long.parseLong(column.group(2));
      }
    }
    if (delivered != ledger.delivered()) {
      problems.add("fanlight log says " + delivered + " delivered for " + vendor
          + ", and the ledger " + ledger.delivered());
    }
  }
}
