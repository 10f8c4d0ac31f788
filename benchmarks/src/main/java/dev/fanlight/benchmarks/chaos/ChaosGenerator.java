/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.benchmarks.Pace;
import dev.fanlight.benchmarks.cost.SpanSource;
import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The application: Fanlight by its YAML file, and one thread that ends spans at a steady rate. It ends when its standard
 * input does.
 *
 * <p>Arguments: the YAML file, the base name of the files of this life, the number of the life, spans a second. The first
 * line is the accounts before the first span. The commands on standard input, one a line, each answered with one line:
 * {@code go}, {@code pause}, {@code accounts}, {@code resources}, {@code close}.
 */
public final class ChaosGenerator {

  /*
   * Threads: the main thread obeys; the thread "chaos-generator" ends spans. The ids of a life are 1, 2, 3 … in the order
   * in which the spans end. A span that the queue refuses is known by its number, since only this thread ends spans: the
   * count of refused spans is read before and after.
   */

  private static final int SLOTS_PER_SECOND = 100;

  private final Fanlight fanlight;
  private final SpanSource source;
  private final LifeCounters counters;
  private final Path refusedFile;
  private final Path trackFile;
  private final int spansPerSecond;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean wanted;
  private boolean running;
  private long number;

  private ChaosGenerator(Fanlight fanlight, SpanSource source, String base, int spansPerSecond)
      throws IOException {
    this.fanlight = fanlight;
    this.source = source;
    this.counters = LifeCounters.open(Path.of(base + ".counters"));
    this.refusedFile = Path.of(base + ".refused");
    this.trackFile = Path.of(base + ".track");
    this.spansPerSecond = spansPerSecond;
  }

  /** Generates until standard input ends or asks for the end. */
  public static void main(String[] arguments) throws Exception {
    Fanlight fanlight = Fanlight.load(Path.of(arguments[0]));
    SdkTracerProvider provider = SdkTracerProvider.builder()
        .setIdGenerator(new LifeIds(Integer.parseInt(arguments[2])))
        .setResource(
            Resource.create(Attributes.builder().put("service.name", "chaos").build()))
        .addSpanProcessor(fanlight.spanProcessor())
        .build();
    var generator = new ChaosGenerator(
        fanlight,
        new SpanSource(provider.get("chaos")),
        arguments[1],
        Integer.parseInt(arguments[3]));
    Thread thread = new Thread(generator::generate, "chaos-generator");
    thread.setDaemon(true);
    thread.start();
    System.out.println(AccountLine.of(fanlight));
    generator.obey(provider);
  }

  private void obey(SdkTracerProvider provider) throws IOException, InterruptedException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "go" -> System.out.println(want(true));
        case "pause" -> System.out.println(want(false));
        case "accounts" -> System.out.println(AccountLine.of(fanlight));
        case "resources" -> System.out.println(ResourceUse.measure().line());
        case "close" -> {
          provider.shutdown().join(30, TimeUnit.SECONDS);
          System.out.println(AccountLine.of(fanlight));
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** Starts or stops the spans; returns once the thread has obeyed. */
  private String want(boolean spans) throws InterruptedException {
    lock.lock();
    try {
      wanted = spans;
      changed.signalAll();
      while (running != wanted) {
        changed.await();
      }
      return "DONE";
    } finally {
      lock.unlock();
    }
  }

  private void generate() {
    try {
      while (true) {
        awaitWanted();
        Pace pace = new Pace(SLOTS_PER_SECOND);
        for (long slot = 0; isWanted(); slot++) {
          pace.await();
          end(spansPerSecond / SLOTS_PER_SECOND);
          if (slot % (SLOTS_PER_SECOND / 10) == 0) {
            append(trackFile, System.currentTimeMillis() + " " + number);
          }
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitWanted() throws InterruptedException {
    lock.lock();
    try {
      while (!wanted) {
        running = false;
        changed.signalAll();
        changed.await();
      }
      running = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWanted() {
    lock.lock();
    try {
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  private void end(int spans) {
    for (int i = 0; i < spans; i++) {
      long refusedBefore = fanlight.queueSnapshot().refused();
      number++;
      counters.begin(number);
      source.next();
      if (fanlight.queueSnapshot().refused() != refusedBefore) {
        append(refusedFile, Long.toString(number));
      }
      counters.end(number);
    }
  }

  /** Writes a line; while the disk refuses it, tries again: a line that is missing would be a false account. */
  private static void append(Path file, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    while (true) {
      try {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return;
      } catch (IOException e) {
        new Pace(20).await();
      }
    }
  }
}
