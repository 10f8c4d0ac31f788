/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The condition behind {@link NeedsPeers}. */
final class PeerCondition implements ExecutionCondition {
  private static final String PROPERTY = "fanlight.peers";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    NeedsPeers needed = test.getAnnotation(NeedsPeers.class);
    if (needed == null || context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("no real peer needed");
    }
    return evaluate(
        test.getSimpleName(),
        missing(List.of(needed.programs()), searchPath()),
        needed.packages(),
        isRequired(System.getProperty(PROPERTY, "installed")));
  }

  static boolean isRequired(String peers) {
    if (!List.of("installed", "required").contains(peers)) {
      throw new IllegalStateException(
          "-Dpeers=" + peers + ": the values are installed (the default) and required");
    }
    return peers.equals("required");
  }

  static ConditionEvaluationResult evaluate(
      String test, List<String> missing, String[] packages, boolean required) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("every real peer is installed");
    }
    String cure = String.join(", ", missing) + " is not installed; install it with: apt-get install"
        + " --no-install-recommends " + String.join(" ", packages);
    if (required) {
      throw new IllegalStateException(test + " is required by -Dpeers=required, but " + cure);
    }
    System.out.println("[NOT RUN] " + test + ": " + cure);
    return ConditionEvaluationResult.disabled(cure);
  }

  static List<String> missing(List<String> programs, List<Path> folders) {
    return programs.stream()
        .filter(program ->
            folders.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(program))))
        .toList();
  }

  private static List<Path> searchPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Arrays.stream(path.split(":", -1)).filter(folder -> !folder.isEmpty()),
            Stream.of("/usr/sbin", "/usr/bin"))
        .map(Path::of)
        .toList();
  }
}
