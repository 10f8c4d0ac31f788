/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that a test started; what it prints goes into a file, and it ends with the test. */
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final Path output;
  private Duration lastWait = Duration.ZERO;

  private ChildJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts one.
   *
   * @param before what stands before the java command, perhaps nothing
   * @param arguments of the java command
   * @param output file for all that it prints
   */
  public static ChildJvm start(List<String> before, List<String> arguments, Path output)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    return new ChildJvm(process, output);
  }

  /** Waits until it has printed a text. */
  public void awaitOutput(String text) {
    await()
        .atMost(Duration.ofMinutes(2))
        .failFast(
            "the child has ended",
            () -> !process.isAlive() && !lines().toString().contains(text))
        .until(() -> lines().stream().anyMatch(line -> line.contains(text)));
  }

  /** Waits until it has ended by itself. */
  public void awaitEnd() throws InterruptedException {
    long begin = Clock.getDefault().nanoTime();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child goes on");
    }
    lastWait = Duration.ofNanos(Clock.getDefault().nanoTime() - begin);
  }

  /** How long it lived after {@link #awaitEnd} was called. */
  public Duration lifetimeAfterLastLook() {
    return lastWait;
  }

  /** Waits until it has ended by itself, or for that long. */
  public void awaitEnd(Duration timeout) throws InterruptedException {
    process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Everything it has printed. */
  public List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  /** Waits until it has ended by itself, and returns its exit code. */
  public int awaitExit() {
    await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** Asks it to end, as Ctrl-C or a pod's end does, and waits. */
  public void terminate() throws InterruptedException {
    process.destroy();
    process.waitFor(30, TimeUnit.SECONDS);
  }

  /** Kills it, as {@code kill -9} does, and waits. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
