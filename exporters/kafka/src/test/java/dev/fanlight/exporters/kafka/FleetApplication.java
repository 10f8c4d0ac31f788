/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.Spans;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** An application that ends spans and closes; it prints their ids and its ledger. */
public final class FleetApplication {

  private FleetApplication() {}

  /** Runs with the file of the first argument. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
    Fanlight fanlight = Fanlight.load(Path.of(arguments[0]));
    Spans spans = Spans.at(fanlight.spanProcessor());
    spans.end(200).forEach(id -> out.println("ENDED " + id));
    fanlight.flush(Duration.ofSeconds(10));
    fanlight.close();
    LedgerSnapshot ledger = fanlight.ledgerSnapshots().get(0);
    out.println("CLIENT "
        + org.apache.kafka.clients.producer.ProducerConfig.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation());
    out.println("DELIVERED " + ledger.delivered() + " of " + ledger.received());
  }
}
