/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM with a small heap that ends at the first OutOfMemoryError, while 1,500 spans a second carry texts of 10 to 40 kB.
 * The SDK's own processor lives through the same in the same run.
 */
class SmallHeapIT {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final int RUN_SECONDS = FULL ? 12 : 3;
  private static final String MESSAGE_LIMIT = "limits: {message: 4MB}";

  private static final Pattern RESULT =
      Pattern.compile("ENDED (\\d+) outOfMemory=0 delivered=(\\d+) rejected=\\{} dropped=\\{}"
          + " refused=\\{(?:queue_full=(\\d+))?}");

  @TempDir
  Path folder;

  /**
   * One program in one JVM.
   *
   * @param heapMebibytes of the JVM
   * @param characters of the text of each span
   * @param limits of the vendor, or {@code -}
   */
  record Setting(int heapMebibytes, int characters, String limits) {}

  static Stream<Setting> settings() {
    Setting limited = new Setting(64, 10_000, MESSAGE_LIMIT);
    Setting largest = new Setting(128, 40_000, "-");
    return FULL
        ? Stream.of(
            new Setting(64, 10_000, "-"),
            new Setting(128, 20_000, "-"),
            largest,
            limited,
            new Setting(128, 10_000, MESSAGE_LIMIT))
        : Stream.of(limited, largest);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void texts_that_spans_share_are_all_delivered(Setting setting) throws Exception {
    Matcher result = resultOf(setting, "shared");

    assertThat(result.group(3)).as("refused").isNull();
    assertThat(result.group(2)).as("delivered").isEqualTo(result.group(1));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void texts_of_each_span_s_own_are_delivered_or_refused_by_the_full_queue(Setting setting)
      throws Exception {
    Matcher result = resultOf(setting, "unshared");

    long refused = result.group(3) == null ? 0 : Long.parseLong(result.group(3));
    assertThat(Long.parseLong(result.group(2)) + refused)
        .isEqualTo(Long.parseLong(result.group(1)));
  }

  static Stream<Setting> settingsOfTheSdk() {
    return FULL ? settings() : settings().limit(1);
  }

  @ParameterizedTest
  @MethodSource("settingsOfTheSdk")
  void the_processor_of_the_sdk_lives_through_the_same(Setting setting) throws Exception {
    assertThat(run(setting, "stock", "shared")).contains("outOfMemory=0");
  }

  private Matcher resultOf(Setting setting, String texts) throws Exception {
    String line = run(setting, "fanlight", texts);
    Matcher matcher = RESULT.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    return matcher;
  }

  private String run(Setting setting, String processor, String texts) throws Exception {
    List<String> arguments = List.of(
        "-Xmx" + setting.heapMebibytes() + "m",
        "-XX:+ExitOnOutOfMemoryError",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        LargeSpansApplication.class.getName(),
        folder.toString(),
        processor,
        texts,
        String.valueOf(setting.characters()),
        String.valueOf(RUN_SECONDS),
        setting.limits());
    try (ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("application.log"))) {
      jvm.awaitOutput("ENDED ");
      assertThat(jvm.awaitExit()).as("exit code").isZero();
      return jvm.lines().stream()
          .filter(line -> line.startsWith("ENDED "))
          .findFirst()
          .orElseThrow();
    }
  }
}
