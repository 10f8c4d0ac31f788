/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks both vendors for the spans of every trace that a customer was told, and keeps only the sums:
 * the demo may run for hours while Zipkin forgets. {@link #add} on any thread, the rest on one.
 */
final class TraceComparer {
  private static final int TRACES_A_QUESTION = 100;

  private final Vendor zipkin;
  private final Vendor receiver;
  private final CauseCounter zipkinTally = new CauseCounter();
  private final CauseCounter receiverTally = new CauseCounter();
  private long traces;
  private long spansAtZipkin;
  private long spansAtReceiver;

  @GuardedBy("lock") private List<Known> waiting = new ArrayList<>();

  private final Object lock = new Object();

  /** A trace, and when the customer was told of it. */
  private record Known(String trace, long nanos) {}

  TraceComparer(Vendor zipkin, Vendor receiver) {
    this.zipkin = zipkin;
    this.receiver = receiver;
  }

  void add(String trace, long nanos) {
    synchronized (lock) {
      waiting.add(new Known(trace, nanos));
    }
  }

  /** A trace that has not been compared yet, the oldest. */
  Optional<String> anyWaiting() {
    synchronized (lock) {
      return waiting.stream().findFirst().map(Known::trace);
    }
  }

  /**
   * Compares the traces that have been waiting since before {@code untilNanos}; a trace that still differs
   * goes on waiting.
   */
  void bringIn(long untilNanos) throws IOException {
    List<Known> ripe = take(untilNanos);
    for (int from = 0; from < ripe.size(); from += TRACES_A_QUESTION) {
      compare(ripe.subList(from, Math.min(from + TRACES_A_QUESTION, ripe.size())));
    }
  }

  private List<Known> take(long untilNanos) {
    synchronized (lock) {
      Map<Boolean, List<Known>> parts =
          waiting.stream().collect(Collectors.partitioningBy(known -> known.nanos() < untilNanos));
      waiting = new ArrayList<>(parts.getOrDefault(false, List.of()));
      return parts.getOrDefault(true, List.of());
    }
  }

  private void compare(List<Known> some) throws IOException {
    List<String> ids = some.stream().map(Known::trace).toList();
    Map<String, List<SpanRow>> here = byTrace(zipkin.spansOf(ids));
    Map<String, List<SpanRow>> there = byTrace(receiver.spansOf(ids));
    for (Known known : some) {
      List<SpanRow> atZipkin = here.getOrDefault(known.trace(), List.of());
      List<SpanRow> atReceiver = there.getOrDefault(known.trace(), List.of());
      if (isWhole(atZipkin) && isSame(atZipkin, atReceiver)) {
        count(atZipkin, atReceiver);
      } else {
        add(known.trace(), known.nanos());
      }
    }
  }

  private static Map<String, List<SpanRow>> byTrace(List<SpanRow> spans) {
    return spans.stream().collect(Collectors.groupingBy(SpanRow::trace));
  }

  /* Each span once: a set alone would not tell that one is there twice. */
  private static boolean isSame(List<SpanRow> here, List<SpanRow> there) {
    return here.size() == there.size() && Set.copyOf(here).equals(Set.copyOf(there));
  }

  /* One root, and no parent missing. */
  private static boolean isWhole(List<SpanRow> spans) {
    Set<String> ids = spans.stream().map(SpanRow::id).collect(Collectors.toSet());
    Set<String> parents = new HashSet<>(spans.stream().map(SpanRow::parent).toList());
    long roots = spans.stream().filter(span -> span.parent().isEmpty()).count();
    parents.remove("");
    return roots == 1 && ids.containsAll(parents);
  }

  private void count(List<SpanRow> atZipkin, List<SpanRow> atReceiver) {
    traces++;
    spansAtZipkin += atZipkin.size();
    spansAtReceiver += atReceiver.size();
    tally(zipkinTally, atZipkin);
    tally(receiverTally, atReceiver);
  }

  private static void tally(CauseCounter tally, List<SpanRow> spans) {
    spans.forEach(span -> span.cause().ifPresent(cause -> tally.add(cause, 1)));
  }

  /** Compares all that is left, and counts it as it is; the end of the story. */
  SpanComparison finish() throws IOException {
    bringIn(Long.MAX_VALUE);
    List<String> different = take(Long.MAX_VALUE).stream().map(Known::trace).toList();
    for (int from = 0; from < different.size(); from += TRACES_A_QUESTION) {
      List<String> ids =
          different.subList(from, Math.min(from + TRACES_A_QUESTION, different.size()));
      count(zipkin.spansOf(ids), receiver.spansOf(ids));
      traces += ids.size() - 1;
    }
    return new SpanComparison(
        traces, spansAtZipkin, spansAtReceiver, different, zipkinTally, receiverTally);
  }
}
