/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.benchmarks.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The application's process, one life after the other. One thread. */
final class GeneratorProcess implements AutoCloseable {

  private final ChaosConfig config;
  private final Path folder;
  private final int rate;
  private int life;
  private ChildJvm process;
  private Map<String, String> first;
  private boolean suspended;

  private GeneratorProcess(ChaosConfig config, Path folder, int rate) throws IOException {
    this.config = config;
    this.folder = folder;
    this.rate = rate;
    this.life = 1;
    this.process = launch();
    this.first = AccountLine.parse(process.line());
  }

  /** Starts the first life, which ends no span before {@link #go}. */
  static GeneratorProcess start(ChaosConfig config, Path folder, int rate) throws IOException {
    return new GeneratorProcess(config, folder, rate);
  }

  private ChildJvm launch() throws IOException {
    return ChildJvm.start(
        ChaosGenerator.class,
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Dlogback.configurationFile=chaos-logback.xml",
            "-Dchaos.log=" + folder.resolve("requests.json")),
        List.of(
            config.file().toString(), base(life), Integer.toString(life), Integer.toString(rate)),
        ProcessBuilder.Redirect.appendTo(folder.resolve("generator.err").toFile()));
  }

  /** Returns the base name of the files of a life. */
  String base(int ofLife) {
    return folder.resolve("life-" + ofLife).toString();
  }

  int life() {
    return life;
  }

  /** Starts the next life. */
  void restart() throws IOException {
    life++;
    process = launch();
    first = AccountLine.parse(process.line());
  }

  /** Returns the ledgers that a life began with: the spans in the log of the lives before. */
  Map<String, String> first() {
    return first;
  }

  void go() throws IOException {
    ask("go");
  }

  void pause() throws IOException {
    ask("pause");
  }

  Map<String, String> accounts() throws IOException {
    return AccountLine.parse(ask("accounts"));
  }

  ResourceUse resources() throws IOException {
    return ResourceUse.parse(ask("resources"));
  }

  /** Closes the tracer provider; returns the accounts after it. */
  Map<String, String> shutdown() throws IOException {
    return AccountLine.parse(ask("close"));
  }

  private String ask(String command) throws IOException {
    process.say(command);
    return process.line();
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  void suspend() throws IOException, InterruptedException {
    ProcessSignals.suspend(process.pid());
    suspended = true;
  }

  void resume() throws IOException, InterruptedException {
    ProcessSignals.resume(process.pid());
    suspended = false;
  }

  /** Returns whether the process can answer. */
  boolean isResponsive() {
    return process.isAlive() && !suspended;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
