/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.start;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.logging.Logger;

/**
 * An application that has its SDK and its logging, and then loads Fanlight for the first time in its JVM. Says the
 * milliseconds that its main thread waited, and those of processor time that all threads took meanwhile.
 */
final class StartingProcess {

  private StartingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Logger.getLogger("").info("an application that logs");
    SdkTracerProvider before = SdkTracerProvider.builder().build();
    before.get("application").spanBuilder("span").startSpan().end();

    long cpu = cpuNanos();
    long start = System.nanoTime();
    Fanlight fanlight = Fanlight.load(Path.of(arguments[0]));
    long wall = System.nanoTime() - start;
    long used = cpuNanos() - cpu;

    System.out.println(wall / 1e6 + " " + used / 1e6);
    System.out.flush();
    Runtime.getRuntime().halt(fanlight.accounts().isEmpty() ? 1 : 0); // nothing was sent
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
