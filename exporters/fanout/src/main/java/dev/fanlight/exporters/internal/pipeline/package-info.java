/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The stage that all vendors share: queue, batcher, views, and the set of lanes. Internal: no compatibility promise.
 *
 * <p><b>Way of a span.</b>
 *
 * <pre>
 *   application thread        fanlight-batcher
 *   Fanout.onEnd ─▶ SpanQueue ─▶ Batcher ─▶ ViewWriters ─▶ one ViewWriter per view ─▶ BatchLog
 *                   bounded                                rules, encoder, gzip
 * </pre>
 *
 * <p><b>Objects.</b>
 *
 * <ul>
 *   <li>{@code Fanout} creates and owns all further objects, the log and the lanes. It is the door.
 *   <li>{@code SpanQueue} is the bounded queue over a {@code SpanRing}. A full queue refuses the span and counts it.
 *   <li>{@code Batcher} takes spans, measures them ({@code SpanSizeEstimator}), and closes a batch by its number of spans,
 *       its estimated bytes or its age. {@code QueueLimits} lowers the capacity of the queue while spans are large.
 *   <li>{@code View} is wire format, rules and compression, shared by all vendors that agree in them. {@code ViewWriter}
 *       writes a batch once for all vendors of a view; {@code ViewWriters} has all views and their lanes.
 *   <li>{@code LaneSetPlan} is the difference between two sets of vendors; {@code LaneSetChange} makes the switch between
 *       two batches; {@code DrainingLanes} ends lanes that left the file.
 *   <li>{@code ShutdownSequence} has the steps of the close and their shares of the timeout; {@code LastLine} is the
 *       report of the spans that were not delivered.
 * </ul>
 *
 * <p><b>Threads.</b> Application threads call {@code Fanout.onEnd} and nothing else: one offer, without a wait, an allocation
 * or an exception. The thread {@code fanlight-batcher} alone takes from the queue, writes views and switches lanes. One
 * thread at a time, which the caller ensures, starts, changes or closes the fan-out. Snapshots are safe on any thread. Each
 * lane that drains has a thread {@code fanlight-VENDOR-drain}.
 *
 * <p><b>Change of the vendor set.</b> The thread of the change does everything that may fail or block: it opens new lanes,
 * builds new senders, and prepares views. The batcher then makes the switch between two batches, which cannot fail. If the
 * batcher does not come to it within five seconds, the new lanes are discarded and the change fails as a whole.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Each batch belongs to one set of vendors as a whole.
 *   <li>Each span that the queue took is booked as received in the ledger of each lane, exactly once: by the batcher, or by
 *       the closing thread if the batcher is busy beyond the deadline.
 *   <li>{@code ended = refused + queued + received}, where {@code received} is the same for all vendors.
 *   <li>A failure of a rule, of an encoder or of the log costs its own spans, with a reason, and no other span.
 *   <li>A batch is at most four times in memory, each time within a 64th of the heap ({@code HeapBudget}).
 * </ul>
 *
 * <p>Decisions 002 (the ledger) and 051 (schedules of the queue).
 */
@NullMarked
package dev.fanlight.exporters.internal.pipeline;

import org.jspecify.annotations.NullMarked;
