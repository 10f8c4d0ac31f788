/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.testing.Spans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a hundred spans a second for so many seconds, closes, and prints the account. */
public final class PodApplication {

  private PodApplication() {}

  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[1]);
    Fanlight fanlight = Fanlight.load(Path.of(arguments[0]));
    System.out.println("RUNNING");
    Spans spans = Spans.at(fanlight.spanProcessor());
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < seconds * 10; i++) {
      spans.end(10);
      if (never.await(100, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    fanlight.flush(Duration.ofSeconds(20));
    fanlight.close();
    System.out.println("ACCOUNT " + fanlight.ledgerSnapshots().get(0));
  }
}
