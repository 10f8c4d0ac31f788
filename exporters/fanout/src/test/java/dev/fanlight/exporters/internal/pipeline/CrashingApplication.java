/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.log.disk.DiskLog;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.Spans;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An application under load that is to be killed; it keeps a {@link Journal}.
 *
 * <p>Arguments: file, journal, and {@code run} to end spans until it is killed or {@code drain} to deliver what waits.
 */
public final class CrashingApplication {

  private CrashingApplication() {}

  public static void main(String[] arguments) throws Exception {
    FanoutSettings settings = ((LoadResult.Usable)
            ConfigLoader.of(ConfigSource.of(Path.of(arguments[0])), Transports.CHECK)
                .load())
        .configuration()
        .fanout();
    Journal journal = new Journal(Path.of(arguments[1]));
    Clock clock = Clock.getDefault();
    KeepingUp health = KeepingUp.listen();
    Fanout fanout = new Fanout(
        settings,
        Map.of(),
        (vendor, endpoint, exchange, nanos) -> {},
        steady -> new JournalledLog(
            DiskLog.open(settings.disk().orElseThrow(), settings.bufferBytes(), steady),
            journal,
            health),
        clock);
    fanout.start();
    for (LedgerSnapshot account : fanout.ledgerSnapshots()) {
      journal.account("started", account);
    }
    if (arguments[2].equals("run")) {
      endSpansUntilKilled(fanout);
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> fanout.ledgerSnapshots().stream().allMatch(account -> account.buffered() == 0));
    for (LedgerSnapshot account : fanout.ledgerSnapshots()) {
      journal.account("drained", account);
    }
    fanout.close();
    System.out.println("DRAINED");
  }

  private static void endSpansUntilKilled(Fanout fanout) throws InterruptedException {
    Spans spans = Spans.at(new Ending(fanout));
    CountDownLatch never = new CountDownLatch(1);
    do {
      spans.end(20);
    } while (!never.await(1, TimeUnit.MILLISECONDS));
  }

  private record Ending(Fanout fanout) implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      fanout.onEnd(span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
