/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A child process on a tether: it ends when its standard input closes, which this process holds.
 * One thread.
 */
final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);
  // the first Zipkin of a checkout writes an archive of its classes as it ends: seconds of CPU
  private static final Duration GOODBYE = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final Path output;
  private final ProcessBuilder recipe;
  private boolean hadToBeKilled;

  private ChildProcess(String name, Process process, Path output, ProcessBuilder recipe) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.recipe = recipe;
  }

  /** Starts {@code command}; its output is appended to {@code output}. */
  static ChildProcess start(
      String name, List<String> command, Map<String, String> variables, Path output)
      throws IOException {
    var builder = new ProcessBuilder(deafToCtrlC(command));
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(output.toFile()));
    return new ChildProcess(name, builder.start(), output, builder);
  }

  /** Kills the process with SIGKILL, and returns after its end; spans that were not on disk are lost. */
  void crash() throws IOException {
    kill();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ended", e);
    }
  }

  /** Starts the same command again, with these changed variables; this process has ended. */
  ChildProcess successor(Map<String, String> changed) throws IOException {
    recipe.environment().putAll(changed);
    return new ChildProcess(name, recipe.start(), output, recipe);
  }

  /*
   * Ctrl-C goes to every process of the terminal's foreground group. The children must outlive it,
   * because the last page reads their metrics. A signal that is ignored stays so across exec, and
   * HotSpot leaves it ignored. The tether ends them instead.
   */
  private static List<String> deafToCtrlC(List<String> command) {
    Path shell = Path.of("/bin/sh");
    if (!Files.isExecutable(shell)) {
      return command;
    }
    List<String> deaf = new ArrayList<>();
    deaf.addAll(List.of(shell.toString(), "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
    deaf.addAll(command);
    return deaf;
  }

  /** Returns once {@code health} answers 200; gives up when {@code stop} says so. */
  void awaitHealth(DemoHttpClient http, URI health, MonotonicClock ticker, BooleanSupplier stop)
      throws IOException {
    Duration limit = ticker.elapsed().plus(PATIENCE);
    while (!http.answers(health)) {
      if (hasEnded(POLL)) {
        throw new DemoFailed(
            name + " ended at once: " + lastWords() + " (all of it: " + output + ")");
      }
      if (stop.getAsBoolean()) {
        throw new DemoFailed("stopped while " + name + " was still starting");
      }
      if (ticker.elapsed().compareTo(limit) > 0) {
        throw new DemoFailed(name + " did not answer " + health + " within " + PATIENCE.toSeconds()
            + " s; what it printed: " + output);
      }
    }
  }

  private boolean hasEnded(Duration within) throws IOException {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " started", e);
    }
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.stream()
        .filter(line -> line.contains("Exception") || line.contains("rror"))
        .findFirst()
        .orElse(lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1));
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Lets go of the tether; {@link #close} then waits. */
  void release() {
    try {
      process.getOutputStream().close();
    } catch (IOException ignored) {
      // the pipe is closed already
    }
  }

  /** Closes the pipe, waits for an orderly end, and kills the process if it does not end. */
  @Override
  public void close() {
    release();
    try {
      if (!process.waitFor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        hadToBeKilled = true;
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /** Kills the process and does not wait for its end. */
  void kill() {
    process.destroyForcibly();
  }

  boolean hadToBeKilled() {
    return hadToBeKilled;
  }
}
