/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The demo as a process, looked at from outside. A short run that adds up is part of {@code .ci/run}, and of {@code -Pfull}. */
@ResourceLock("ports of the demo")
class DemoIT {
  @TempDir
  Path folder;

  private @Nullable Process running;

  @AfterEach
  void end() {
    if (running != null) {
      running.destroyForcibly();
    }
  }

  @Test
  @Tag("full-proof")
  void a_short_run_adds_up_and_leaves_nobody_behind() throws Exception {
    Process demo = start("-Ddemo.seconds=15");
    List<ProcessHandle> children = awaitChildren(demo);

    assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(printed()).contains("Everything adds up").doesNotContain("Exception", "WARNING");
    assertThat(demo.exitValue()).isZero();
    assertThat(printed().lines()).allMatch(line -> line.length() <= 100);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void a_polite_end_still_shows_the_last_page_with_its_verdict() throws Exception {
    Process demo = start("-Ddemo.rate=40");
    List<ProcessHandle> children = awaitChildren(demo);
    await().atMost(Duration.ofSeconds(60)).until(() -> printed().contains("until Ctrl-C"));

    demo.destroy(); // SIGTERM takes the way of Ctrl-C

    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed()).contains("the run was stopped before the files were edited");
    assertThat(demo.exitValue()).isEqualTo(1);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void a_demo_that_is_killed_takes_its_children_along() throws Exception {
    Process demo = start("-Ddemo.seconds=60");
    List<ProcessHandle> children = awaitChildren(demo);

    demo.destroyForcibly(); // SIGKILL: no hook and no handler runs

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
  }

  private Process start(String option) throws Exception {
    List<String> command = new ArrayList<>(JdkInstallation.current().java());
    command.add(option);
    command.add("-Ddemo.folder=" + folder.resolve("run"));
    command.add("-Ddemo.zipkin=" + System.getProperty("demo.zipkin"));
    command.addAll(List.of("-cp", JdkInstallation.current().classPath(), Demo.class.getName()));
    Process demo = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("printed.txt").toFile())
        .start();
    running = demo;
    return demo;
  }

  private List<ProcessHandle> awaitChildren(Process demo) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(demo.children().count()).as(printed()).isGreaterThanOrEqualTo(5));
    return demo.children().toList();
  }

  private String printed() throws Exception {
    return Files.readString(folder.resolve("printed.txt"));
  }
}
