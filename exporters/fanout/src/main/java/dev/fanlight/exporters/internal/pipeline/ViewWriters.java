/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.lane.Lane;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.threads.Threads;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
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
 * <p>{@link #prepare} and {@link #stop} are called by the thread that changes the fan-out, all other methods by the
 * batcher's thread.
 */
final class ViewWriters implements Batcher.Writer {

  /*
   * Each view keeps the count of the spans of the current batch that are announced and in no log yet. Once stop() was
   * called, the rest of that batch, and any later batch of the batcher, is booked as dropped{shutdown}: by the closing
   * thread, which waits for an append that is under way, or by the batcher, the earlier of the two.
   */

  private final int maxBytes;
  private final BatchLog log;
  private final Clock clock;
  private final @Nullable ExportFilter filter;
  private final Map<View, ViewWriter> writers = new ConcurrentHashMap<>();
  private volatile Map<View, Shared> views = Map.of();

  private volatile boolean stopped;

  /**
   * No views yet.
   *
   * @param filter of the application, applied once for all views; null for none
   */
  ViewWriters(int maxBytes, BatchLog log, Clock clock, @Nullable ExportFilter filter) {
    this.maxBytes = maxBytes;
    this.log = log;
    this.clock = clock;
    this.filter = filter;
  }

  /**
   * Makes a view's writer ahead of {@link #serve}, because a plugin's wire may fail here.
   *
   * @throws RuntimeException or {@link LinkageError} of the plugin; there is no change then
   */
  void prepare(View view) {
    if (!writers.containsKey(view)) { // a plugin is not called under the map's lock
      writers.put(view, new ViewWriter(view, maxBytes, log, clock));
    }
  }

  /** Sets the lanes that get the next batches, as their views write them. Each view was prepared. */
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
  public void announce(int spans) {
    for (Shared shared : views.values()) {
      shared.announce(spans);
    }
  }

  @Override
  public void write(List<SpanData> batch, int unreadable) {
    ExportFilter.Filtered filtered = filter == null ? null : filter.apply(batch);
    for (Shared shared : views.values()) {
      if (stopped) {
        shared.dropTheRest();
      } else {
        shared.dropUnreadable(unreadable);
        if (filtered != null) {
          shared.exclude(filtered);
        }
        shared.write(filtered == null ? batch : filtered.kept());
      }
    }
  }

  /**
   * Ends writing: every announced span that is in no log yet is booked as dropped for every vendor, and no batch is
   * appended any more.
   *
   * @param more further spans that were not announced, booked in the same way
   * @param longest wait for an append that is under way; the log answers for its spans
   */
  void stop(long more, Duration longest) throws InterruptedException {
    stopped = true;
    for (Shared shared : views.values()) {
      shared.dropTheRest(more, longest);
    }
  }

  /** Frees the writers; on the batcher's thread, after its last batch. */
  @Override
  public void close() {
    for (ViewWriter writer : writers.values()) {
      writer.close();
    }
    writers.clear();
  }

  /** A view's writer and its lanes. */
  private final class Shared implements ViewLedgers {
    final ViewWriter writer;
    final List<Lane> lanes = new ArrayList<>();
    final SortedSet<Integer> attributeLimits = new TreeSet<>();

    private final ReentrantLock booking = Threads.current().newLock();

    /** Spans of the current batch that no ledger has yet. */
    @GuardedBy("booking") private long announced;

    /** Spans of the current batch that the ledgers have as buffered, and no log has yet. */
    @GuardedBy("booking") private long unwritten;

    /** True if the closing thread has booked the current batch: it is not booked or written again. */
    @GuardedBy("booking") private boolean booked;

    Shared(ViewWriter writer) {
      this.writer = writer;
    }

    void announce(int spans) {
      booking.lock();
      try {
        announced = spans;
        unwritten = 0;
        booked = false;
      } finally {
        booking.unlock();
      }
    }

    @Override
    public void received(int spans, FilterCounts filteredOfThem) {
      booking.lock();
      try {
        if (!booked) {
          announced -= spans;
          unwritten += spans - filteredOfThem.sum();
          receivedByAll(spans, filteredOfThem);
        }
      } finally {
        booking.unlock();
      }
    }

    @Override
    public void lost(int spans, DropReason reason, @Nullable Throwable why) {
      if (spans == 0) {
        return;
      }
      booking.lock();
      try {
        if (booked) {
          return;
        }
        unwritten -= spans;
        drop(spans, reason);
      } finally {
        booking.unlock();
      }
      String detail = why == null ? "" : why.getClass().getName(); // a message may hold span data
      for (Lane lane : lanes) {
        lane.tellLost(spans, reason, detail);
      }
    }

    @Override
    public void handOver(int spans, Runnable append) {
      booking.lock();
      try {
        appendLocked(spans, append);
      } finally {
        booking.unlock();
      }
    }

    @GuardedBy("booking") private void appendLocked(int spans, Runnable append) {
      try {
        if (!booked) {
          append.run();
          unwritten -= spans;
        }
      } finally {
        if (stopped) { // the closing thread did not wait for the append
          dropTheRestLocked();
        }
      }
    }

    /** Books announced and unwritten spans, and further spans, as dropped; the closing thread logs them. */
    void dropTheRest(long more, Duration longest) throws InterruptedException {
      receivedByAll(more, FilterCounts.NONE);
      drop(more, DropReason.SHUTDOWN);
      if (booking.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          dropTheRest();
        } finally {
          booking.unlock();
        }
      } // else the batcher is in an append, and drops the rest as soon as it returns
    }

    void dropTheRest() {
      booking.lock();
      try {
        dropTheRestLocked();
      } finally {
        booking.unlock();
      }
    }

    @GuardedBy("booking") private void dropTheRestLocked() {
      receivedByAll(announced, FilterCounts.NONE);
      drop(announced + unwritten, DropReason.SHUTDOWN);
      announced = 0;
      unwritten = 0;
      booked = true;
    }

    private void receivedByAll(long spans, FilterCounts filteredOfThem) {
      for (Lane lane : lanes) {
        lane.ledger().received(spans, filteredOfThem);
      }
    }

    private void drop(long spans, DropReason reason) {
      for (Lane lane : lanes) {
        lane.ledger().dropped(spans, reason);
      }
    }

    void dropUnreadable(int spans) {
      if (spans > 0) {
        received(spans, FilterCounts.NONE);
        lost(spans, DropReason.ENCODING_ERROR, null);
      }
    }

    /** Books the spans that the application's filter excluded, and those that it failed on. */
    void exclude(ExportFilter.Filtered filtered) {
      int spans = filtered.excluded().sum() + filtered.failed();
      if (spans > 0) {
        received(spans, filtered.excluded());
        lost(filtered.failed(), DropReason.RULE_ERROR, filtered.why());
      }
    }

    void write(List<SpanData> batch) {
      if (!batch.isEmpty()) {
        writer.write(batch, this, attributeLimits);
      }
    }
  }
}
