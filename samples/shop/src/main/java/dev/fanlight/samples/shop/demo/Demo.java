/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import dev.fanlight.samples.shop.child.Tether;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo: {@code ./mvnw -q -Pdemo}. Starts the processes, sends customers, has one vendor hang in
 * the middle, collects the evidence, prints one page, and exits 0 only if the evidence is consistent.
 */
final class Demo {
  private final DemoOptions options;
  private final Terminal terminal;
  private final CtrlC wish;
  private final MonotonicClock ticker = new MonotonicClock();
  private final DemoHttpClient http = new DemoHttpClient();

  private Demo(DemoOptions options, Terminal terminal, CtrlC wish) {
    this.options = options;
    this.terminal = terminal;
    this.wish = wish;
  }

  public static void main(String[] args) {
    var wish = new CtrlC();
    Tether.tie(Duration.ofMinutes(1), () -> {});
    Terminal terminal = Terminal.of(Boolean.getBoolean("demo.terminal"), System.getenv());
    int exit = 1;
    try {
      exit = new Demo(DemoOptions.read(), terminal, wish).run();
    } catch (DemoFailed e) {
      terminal.line("The demo ends: " + e.getMessage() + ".");
    } catch (IOException | RuntimeException e) {
      terminal.line("The demo ends, unexpectedly: " + e + " at " + e.getStackTrace()[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wish.fulfil(exit);
  }

  private int run() throws IOException, InterruptedException {
    clear(options.folder());
    var ports = new PortAllocator();
    ProcessPorts place = ProcessPorts.choose(ports);
    greet(ports);
    RunEvidence evidence;
    List<String> faults;
    try (var stage =
        new DemoProcesses(options.folder(), place, JdkInstallation.current(), http, ticker)) {
      raise(stage);
      evidence = perform(place, stage);
      faults = new ArrayList<>(EvidenceCheck.faults(evidence));
      stage.dead().forEach(name -> faults.add(name + " ended in the middle of the run"));
    }
    terminal.line(SummaryPage.of(evidence, faults, terminal.ink(), shown(options.folder()), place));
    return faults.isEmpty() ? 0 : 1;
  }

  private void raise(DemoProcesses stage) throws IOException, InterruptedException {
    try {
      stage.raise(new ZipkinJar(options.zipkin()), wish::isWished);
    } catch (DemoFailed e) {
      stage.abandon();
      throw e;
    }
  }

  private static void clear(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private void greet(PortAllocator ports) {
    terminal.line("");
    terminal.line(
        " " + terminal.ink().bold("Fanlight") + "  one shop, three services, two vendors");
    ports.moved().forEach(sentence -> terminal.line(" " + sentence));
    terminal.status(" Starting Zipkin, an OTLP receiver, and the shop ...");
  }

  private RunEvidence perform(ProcessPorts place, DemoProcesses stage) throws IOException {
    try {
      return new DemoScenario(options, terminal, wish, ticker, http, place, stage).play();
    } catch (IOException e) {
      if (stage.dead().isEmpty()) {
        throw e;
      }
      throw new DemoFailed(String.join(", ", stage.dead()) + " ended in the middle of the run");
    }
  }

  /* As the user would type it, from where the command was typed. */
  static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
