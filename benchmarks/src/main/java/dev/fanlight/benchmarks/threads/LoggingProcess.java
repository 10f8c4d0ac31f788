/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.threads;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import dev.fanlight.benchmarks.ProcessCpu;
import dev.fanlight.logback.LineLedger;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * A process that logs through one logback configuration, given by {@code logback.configurationFile}.
 *
 * <p>Commands on standard input, one a line: kind of the threads, number of threads, lines of each thread. The process
 * answers each command with a {@link RoundResult}. Standard output carries the answers alone: before logback is
 * configured, {@code System.out} is replaced by the null device.
 */
final class LoggingProcess {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The size of the buffer that the JDK gives {@code System.out}. */
  private static final int OUT_BUFFER = 8_192;

  private final Logger logger;

  private LoggingProcess(Logger logger) {
    this.logger = logger;
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(nullDevice());
    var process = new LoggingProcess((Logger) LoggerFactory.getLogger("com.acme.shop.Checkout"));
    try (var commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        String[] words = command.split(" ", -1);
        RoundResult result = process.round(
            ThreadKind.valueOf(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        answers.println(result.format());
        answers.flush();
      }
    }
    System.exit(0);
  }

  private static PrintStream nullDevice() throws IOException {
    var out = new BufferedOutputStream(new FileOutputStream("/dev/null"), OUT_BUFFER);
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  private RoundResult round(ThreadKind kind, int threads, int linesOfThread)
      throws InterruptedException {
    System.gc(); // the garbage of the round before is not part of this one
    long dropped = dropped();
    long cpu = ProcessCpu.nanos();
    long nanos = System.nanoTime();
    log(kind, threads, linesOfThread);
    nanos = System.nanoTime() - nanos;
    awaitQueue();
    return new RoundResult(
        (long) threads * linesOfThread, nanos, ProcessCpu.nanos() - cpu, dropped() - dropped);
  }

  private void log(ThreadKind kind, int threads, int linesOfThread) throws InterruptedException {
    List<Thread> started = new ArrayList<>(threads);
    for (int i = 0; i < threads; i++) {
      int number = i;
      started.add(kind.start(
          () -> {
            for (int line = 0; line < linesOfThread; line++) {
              logger.info("request {} step {}", number, line);
            }
          },
          number));
    }
    for (Thread thread : started) {
      thread.join();
    }
  }

  private void awaitQueue() {
    while (queued() > 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Returns the number of lines that are logged and not yet written. */
  private long queued() {
    long queued = LineLedger.process().captured() - LineLedger.process().encoded() - dropped();
    var appenders = logger
        .getLoggerContext()
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof AsyncAppender async) {
        queued += async.getNumberOfElementsInQueue();
      }
    }
    return queued;
  }

  /** Returns the dropped lines of Fanlight. The appenders of logback, as configured here, wait and drop no line. */
  private static long dropped() {
    long dropped = 0;
    for (var reason : LineLedger.DropReason.values()) {
      dropped += LineLedger.process().dropped(reason);
    }
    return dropped;
  }
}
