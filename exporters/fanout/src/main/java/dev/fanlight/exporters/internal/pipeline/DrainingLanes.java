/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.lane.Lane;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Lanes that left the file and send their batches for a while, each watched by its own thread, which books the rest.
 * Any thread.
 */
final class DrainingLanes {

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofMillis(500);

  private final Clock clock;
  private final Threads threads = Threads.current();
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();

  DrainingLanes(Clock clock) {
    this.clock = clock;
  }

  /** Adds lanes that will leave: until they have drained, the closing thread answers for them. */
  void expect(Collection<Lane> leaving) {
    lanes.addAll(leaving);
  }

  /** A lane has left. */
  void start(Lane lane) {
    Thread thread = threads.make(lane.settings().name() + "-drain", () -> drain(lane));
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      // its senders end with the last span; the closing thread books the remaining spans
    }
  }

  private void drain(Lane lane) {
    try {
      lane.awaitEnd(clock.nanoTime() + LONGEST.toNanos());
      lane.abort();
      lane.bookTheRest(DropReason.VENDOR_REMOVED, clock.nanoTime() + GRACE.toNanos());
      lanes.remove(lane);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  boolean has(Lane lane) {
    return lanes.contains(lane);
  }

  Collection<Lane> lanes() {
    return List.copyOf(lanes);
  }
}
