/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The delivery to one vendor, from the log to the answer. Internal: no compatibility promise.
 *
 * <p><b>Way of a batch.</b>
 *
 * <pre>
 *   LogReader ─ take ─▶ DeliveryQueue ─▶ DeliverySchedule ─▶ SenderThreads ─▶ AttemptRunner ─▶ DeliverySettlement ─▶ Ledger
 *                            ▲            (RetryGate: when)                        │
 *                            └──────── wait for a retry, or for evidence ──────────┘
 * </pre>
 *
 * <p><b>Objects.</b>
 *
 * <ul>
 *   <li>{@code Lane} creates and owns all further objects. It is the door; {@code LaneControl} is its view of the
 *       state.
 *   <li>{@code ScheduleState} holds the lock of the lane, the number of attempts in flight and the stage of closing.
 *   <li>{@code RetryGate} decides when the next attempt may start: backoff, Retry-After, breaker, slow states.
 *   <li>{@code DeliveryQueue} decides which delivery goes next: a fresh one from the log, one of the {@code RetryQueue}, or
 *       one of the {@code RefusedDeliveries} of which the cause is known.
 *   <li>{@code Delivery} is a lease of the log on its way: a {@code DeliveryState}, the {@code RemainingSpans}, the
 *       {@code RequestHistory} and the {@code DeliveryCounts}. A {@code BisectedDelivery} adds the search for bad spans.
 *   <li>{@code RetryPolicy} is one value with every number of the above, and the rules for poison, stale connections and
 *       refusals. The file may change it while the lane runs.
 *   <li>{@code AttemptRunner} makes one attempt: {@code RequestPacker} makes the {@code EncodedRequest}, a chain of
 *       {@code Sender}s sends it, an {@code Outcome} says how it ended.
 *   <li>{@code DeliverySettlement} books the counts in the {@code Ledger} and ends the lease, both under the log's lock.
 *   <li>{@code LaneLog} writes the lane's lines; {@code LoadMeter} measures its load.
 * </ul>
 *
 * <p><b>States of a delivery.</b> {@code DeliveryState} has the table of all transitions.
 *
 * <pre>
 *   state      holder                        lease      left by
 *   Fresh      a sender thread               in flight  the attempt begins
 *   InFlight   a sender thread               in flight  the answer, or the attempt is called off
 *   Held       any thread that settles it    in flight  retry, refusal, end
 *   Waiting    the retry queue               parked     its turn, expiry, the log gives it up, close
 *   Refused    the refused deliveries        parked     evidence, a time without evidence, close
 *   Settled    no one                        ended
 * </pre>
 *
 * <p><b>Threads.</b> {@code SenderThreads} owns the lane's sender threads, at most as many as the window. Each one gives up
 * expired batches, takes a delivery and makes one attempt. The batcher and other lanes call {@code LaneLogListener} through
 * the log. The owner of the lane calls {@code Lane} on any thread. Application threads never come here.
 *
 * <p><b>Locks.</b> The lane's lock is taken before the log's lock and the ledger's, never after one of them. No foreign code
 * runs under it. Leases are parked before it is taken, since the log may then wake other lanes.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Each delivery has one holder. Fields of a delivery need no lock; a hand-over goes through the lane's lock.
 *   <li>Each span of a lease is counted once, and booked in the same step in which the log forgets it.
 *   <li>A span that is dropped after a request was sent of which no end was seen is {@code unconfirmed}.
 *   <li>While the lane is not up, one attempt is in flight at a time.
 *   <li>At most one batch is bisected at a time, within {@code RetryPolicy.BisectionLimits}.
 *   <li>A parked delivery holds no copies of bytes; its next request is made again from the record.
 * </ul>
 *
 * <p><b>Construction.</b> The log may call a reader's listener as soon as the reader exists, and the schedule needs the
 * reader. So {@code LaneLogListener} exists first, and reaches the rest once the lane is whole; before that, no thread of
 * the lane runs that could be woken.
 *
 * <p>Decisions 001 (why a lane is a queue), 002 (the ledger), 003 (log lines), 008 (retries and OTLP).
 */
@NullMarked
package dev.fanlight.exporters.internal.lane;

import org.jspecify.annotations.NullMarked;
