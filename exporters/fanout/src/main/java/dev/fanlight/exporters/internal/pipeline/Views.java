/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.lane.Lane;
import dev.fanlight.exporters.internal.log.BatchLog;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Every view in use, with the vendors that share it.
 *
 * <p>{@link #prepare} and {@link #stop} are called by whoever changes the fan-out, all else by the batcher's thread.
 */
final class Views implements Batcher.Writer {

  /*
   * A batch is booked and appended under `writing`. Once stop() was called, whatever the batcher still brings is booked
   * as dropped{shutdown}; the batch that it is just writing is still claimed in the log, and booked with the rest there.
   */

  private final int maxBytes;
  private final BatchLog log;
  private final Clock clock;
  private final Map<View, ViewWriter> writers = new ConcurrentHashMap<>();
  private final ReentrantLock writing = new ReentrantLock();
  private Map<View, Shared> views = Map.of();

  private volatile boolean stopped;

  Views(int maxBytes, BatchLog log, Clock clock) {
    this.maxBytes = maxBytes;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Makes a view's writer ahead of {@link #serve}, because a plugin's wire may fail here.
   *
   * @throws RuntimeException or {@link LinkageError} where it does; nothing has changed then
   */
  void prepare(View view) {
    if (!writers.containsKey(view)) { // a plugin is not called under the map's lock
      writers.put(view, new ViewWriter(view, maxBytes, log, clock));
    }
  }

  /** From the next batch on, these lanes get what their views make of it, and no others. Each view was prepared. */
  void serve(List<Lane> lanes) {
    Map<View, Shared> next = new HashMap<>();
    for (Lane lane : lanes) {
      View view = View.of(lane.settings());
      prepare(view); // there already
      ViewWriter writer = Objects.requireNonNull(writers.get(view));
      Shared shared = next.get(view);
      if (shared == null) {
        shared = new Shared(writer);
        next.put(view, shared);
      }
      shared.lanes.add(lane);
      int attributeLimit = lane.settings().vendor().limits().attributeLength();
      if (attributeLimit < Integer.MAX_VALUE) {
        shared.attributeLimits.add(attributeLimit);
      }
      lane.follow(writer.name());
    }
    for (View view : List.copyOf(writers.keySet())) {
      if (!next.containsKey(view)) {
        Objects.requireNonNull(writers.remove(view)).close();
      }
    }
    views = next;
  }

  @Override
  public void write(List<SpanData> batch, int unreadable) {
    writing.lock();
    try {
      for (Shared shared : views.values()) {
        if (stopped) {
          shared.dropAtShutdown(batch.size() + unreadable);
        } else {
          shared.dropUnreadable(unreadable);
          shared.write(batch);
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * From the next batch on nothing is appended any more, and what still comes is booked as dropped.
   *
   * @param nanos longest wait for a batch that is just being written
   */
  void stop(long nanos) throws InterruptedException {
    stopped = true;
    if (writing.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      writing.unlock();
    }
  }

  /** Frees the writers; on the batcher's thread, after its last batch. */
  @Override
  public void close() {
    for (ViewWriter writer : writers.values()) {
      writer.close();
    }
    writers.clear();
    views = Map.of();
  }

  /** One view's writer and who gets what it writes. */
  private static final class Shared implements Receivers {
    final ViewWriter writer;
    final List<Lane> lanes = new ArrayList<>();
    final SortedSet<Integer> attributeLimits = new TreeSet<>();

    Shared(ViewWriter writer) {
      this.writer = writer;
    }

    @Override
    public void received(int spans, int filteredOfThem) {
      for (Lane lane : lanes) {
        lane.ledger().received(spans, filteredOfThem);
      }
    }

    @Override
    public void lost(int spans, String reason, @Nullable Throwable why) {
      if (spans > 0) {
        drop(spans, reason);
        String detail = why == null ? "" : why.getClass().getName(); // a message may hold span data
        for (Lane lane : lanes) {
          lane.tellLost(spans, reason, detail);
        }
      }
    }

    private void drop(int spans, String reason) {
      for (Lane lane : lanes) {
        lane.ledger().dropped(spans, reason);
      }
    }

    void dropUnreadable(int spans) {
      if (spans > 0) {
        received(spans, 0);
        lost(spans, "encoding_error", null);
      }
    }

    /** Told by whoever closes, with what else is left. */
    void dropAtShutdown(int spans) {
      received(spans, 0);
      drop(spans, "shutdown");
    }

    void write(List<SpanData> batch) {
      if (!batch.isEmpty()) {
        writer.write(batch, this, attributeLimits);
      }
    }
  }
}
