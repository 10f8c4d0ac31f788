/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import java.util.List;

/** The bugs that are planted, by the part that they are in. */
final class PlantedBugs {

  private PlantedBugs() {}

  /** Bugs of the queue and the batcher. */
  static final List<PlantedBug> OF_THE_QUEUE = List.of(
      new PlantedBug(
          "lost wake-up of the batcher",
          "pipeline/SpanQueue",
          "threads.unpark(consumer);",
          "// no wake-up"),
      new PlantedBug(
          "a batch that was announced stays in hand",
          "pipeline/Batcher",
          "        inHand = 0;\n      }\n      return !abandoned;",
          "      }\n      return !abandoned;"),
      new PlantedBug(
          "a span that cannot be read is forgotten",
          "pipeline/Batcher",
          "unreadable++; // the writer books it for every vendor",
          "// forgotten"),
      new PlantedBug(
          "a flush is over before its batch is written",
          "pipeline/Batcher",
          "while (writtenUpTo < target && !ended) {",
          "while (writtenUpTo < target - batchSpans && !ended) {"),
      new PlantedBug(
          "spans in the queue are forgotten at close",
          "pipeline/Batcher",
          "long spans = inHand + queue.abandon();",
          "queue.abandon();\n      long spans = inHand;"),
      new PlantedBug(
          "a full queue blocks the application",
          "pipeline/SpanQueue",
          "      refusedFull.increment();",
          "      refusedFull.increment();\n      threads.parkNanos(this, 1_000_000);"));

  /** Bugs of the log in memory. */
  static final List<PlantedBug> OF_THE_LOG = List.of(
      new PlantedBug(
          "double settle",
          "log/MemoryLease",
          "      if (held) {\n        booking.run();",
          "      if (held) {\n        if (run.size() > 2) {\n          booking.run();\n        }\n        booking.run();"),
      new PlantedBug(
          "cursor passes a hole",
          "log/MemoryReader",
          "      run.add(next);\n      state.pass(next);",
          "      run.add(next);\n      state.pass(next);\n      if (run.size() > 2 && state.next() != null) {\n        state.pass(state.next());\n      }"),
      new PlantedBug(
          "copies are never given back",
          "log/MemoryTable",
          "    reserveCopies(hold, -hold.reserved());\n",
          "    reserveCopies(hold, -hold.reserved() / 2);\n    hold.reserve(0);\n"),
      new PlantedBug(
          "a pinned record is never released",
          "log/MemoryClaim",
          "    if (hold == from) {\n      hold = null;",
          "    if (hold == from) {"),
      new PlantedBug(
          "a record in flight is given up",
          "log/MemoryEviction",
          "      if (entry.isPinned()) {\n        continue;\n      }\n      if (entry.position() < near",
          "      if (entry.position() < near"),
      new PlantedBug(
          "the limit of the log is not held",
          "log/MemoryRing",
          "return sizeInBytes + bytes <= limitInBytes;",
          "return sizeInBytes <= limitInBytes;"),
      new PlantedBug(
          "a reader of the newest view alone is woken",
          "log/MemoryTable",
          "        news.add(reader.wakeUp());",
          "        news.clear();\n        news.add(reader.wakeUp());"),
      new PlantedBug(
          "spans that the log gives up are counted twice",
          "log/MemoryTable",
          "      reader.books().dropped(spans, DropReason.BUFFER_FULL);",
          "      reader.books().dropped(spans, DropReason.BUFFER_FULL);\n      reader.books().dropped(spans / 8, DropReason.BUFFER_FULL);"),
      new PlantedBug(
          "the oldest record is evicted, even if a reader needs it",
          "log/MemoryEviction",
          "\n          && (progress <= room.reader().progress() || !isRecentLocked(progress))) {",
          ") {"),
      new PlantedBug(
          "no waiting batch is recalled for a record",
          "log/MemoryEviction",
          "          hold.recall();",
          "          // not recalled"),
      new PlantedBug(
          "readers that wait for room are not woken",
          "log/MemoryCapacity",
          "      if (reader.takeWaitsForRoom()) {\n        news.add(reader.wakeUp());",
          "      if (reader.takeWaitsForRoom()) {"),
      new PlantedBug(
          "expiry of spans that are settled already",
          "log/MemoryReader",
          "      state.books().dropped(spans, DropReason.EXPIRED);\n    } finally",
          "      state.books().dropped(spans + (spans > 1 ? 1 : 0), DropReason.EXPIRED);\n    } finally"));

  /** Bugs of the lane. */
  static final List<PlantedBug> OF_THE_LANE = List.of(
      new PlantedBug(
          "retry after success",
          "lane/Delivery",
          "    return remaining.removeHead().spans();\n",
          "    return remaining.spans() > 40 ? remaining.head().spans() : remaining.removeHead().spans();\n"),
      new PlantedBug(
          "ledger off by a partial success",
          "lane/Delivery",
          "counts.delivered(spans - refused);",
          "counts.delivered(spans);"),
      new PlantedBug(
          "a partial success counts as a whole one",
          "lane/Delivery",
          "    if (refused > 0) {\n      counts.note(delivered.message());",
          "    if (refused > 1) {\n      counts.note(delivered.message());"),
      new PlantedBug(
          "cut halves are not counted",
          "lane/Delivery",
          "        remaining.cutHead((spans + 1) / 2);",
          "        remaining.cutHead((spans + 1) / 2);\n        remaining.removeHead();"),
      new PlantedBug(
          "413 is taken for success",
          "send/HttpAnswers",
          "      return new TooLarge(message);",
          "      return new Delivered(0, message);"),
      new PlantedBug(
          "429 is taken for a refusal",
          "send/HttpAnswers",
          "case 429, 503 -> Kind.BUSY;",
          "case 503 -> Kind.BUSY;\n      case 429 -> null;"),
      new PlantedBug(
          "breaker stuck",
          "lane/RetryGate",
          "    probing &= !probe;\n    if (outcome",
          "    probing |= probe;\n    if (outcome"),
      new PlantedBug(
          "a probe that was called off is never over",
          "lane/RetryGate",
          "  void calledOff(boolean probe) {\n    probing &= !probe;",
          "  void calledOff(boolean probe) {"),
      new PlantedBug(
          "Retry-After is not a maximum of five minutes",
          "lane/RetryGate",
          "shorter(later.after(), policy.get().backoff().maxRetryAfter())",
          "later.after().multipliedBy(500)"),
      new PlantedBug(
          "a request in flight is not counted down",
          "lane/ScheduleState",
          "  void calledOff(boolean isProbe) {\n    inFlight--;",
          "  void calledOff(boolean isProbe) {"),
      new PlantedBug(
          "a batch that is refused is forgotten",
          "lane/RefusedDeliveries",
          "    waiting.addLast(refused);",
          "    if (waiting.size() < 3) {\n      waiting.addLast(refused);\n    }"),
      new PlantedBug(
          "a batch that was called off is lost",
          "lane/RetryQueue",
          "      if (delivery.history().failures() > 0) {\n        deliveries.addLast(delivery);",
          "      if (delivery.history().failures() > 0 && deliveries.size() < 6) {\n        deliveries.addLast(delivery);"),
      new PlantedBug(
          "a loss is not told",
          "lane/DeliverySettlement",
          "    counts.rejected().forEach((reason, spans) -> notices.lost(spans, reason, message));\n    counts.dropped",
          "    counts.dropped"),
      new PlantedBug(
          "waiting senders are not woken by the log",
          "lane/DeliverySchedule",
          "  void wakeOne() {\n    lock.lock();\n    try {\n      changed.signal();",
          "  void wakeOne() {\n    lock.lock();\n    try {\n      settled.signal();"),
      new PlantedBug(
          "a lane that leaves is not woken by its last span",
          "lane/ScheduleState",
          "reader.unsettledSpans() == 0;",
          "reader.unsettledSpans() < 0;"),
      new PlantedBug(
          "waits are not cut short at close",
          "lane/ScheduleState",
          "      stage = isUp() ? Stage.LEAVING : Stage.LAST_CHANCE;\n      gate.cutWaitShort();",
          "      stage = isUp() ? Stage.LEAVING : Stage.LAST_CHANCE;"));

  /** Bugs of reloads and of closing. */
  static final List<PlantedBug> OF_CHANGES = List.of(
      new PlantedBug(
          "reload drops a view",
          "pipeline/ViewWriters",
          "      lane.follow(writer.name());",
          "      if (shared.lanes.size() < 3) {\n        lane.follow(writer.name());\n      }"),
      new PlantedBug(
          "a vendor that left is not answered for",
          "pipeline/Fanout",
          "    draining.expect(prepared.leaving());\n",
          ""),
      new PlantedBug(
          "shutdown race: spans in flight are counted twice",
          "lane/Lane",
          "    settlement.giveUp(schedule.removeAll(), reason);",
          "    ledger.dropped(control.state() == State.STOPPED && before > 0 ? 1 : 0, reason);\n    settlement.giveUp(schedule.removeAll(), reason);"),
      new PlantedBug(
          "a change is made while a batch is written",
          "pipeline/Fanout",
          "    views.serve(prepared.next());\n    lanes",
          "    lanes"),
      new PlantedBug(
          "the rest is not counted at close",
          "pipeline/ShutdownSequence",
          "        lane.bookTheRest(DropReason.SHUTDOWN, logBegins);",
          "        lane.ledger();"),
      new PlantedBug(
          "closing takes the timeout twice",
          "pipeline/ShutdownSequence",
          "        lane.awaitEnd(deadline);",
          "        lane.awaitEnd(deadline + timeout.toNanos());"));
}
