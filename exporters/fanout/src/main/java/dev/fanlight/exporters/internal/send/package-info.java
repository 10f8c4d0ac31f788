/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * One delivery attempt: an {@code EncodedRequest} through a chain of {@code Sender}s, and the {@code Outcome} of it. Internal: no
 * compatibility promise.
 *
 * <p><b>Objects.</b>
 *
 * <ul>
 *   <li>{@code SenderFactory} creates an {@code HttpSender} for the settings of a lane; {@code LaneTransport} keeps the
 *       connections of the lane while its settings change.
 *   <li>{@code ClientSender} makes an attempt by the vendor's own client instead; {@code LaneClient} keeps the client of the lane
 *       while its settings change, and {@code UninstrumentedCalls} keeps instrumentation out of it.
 *   <li>{@code SenderChain} is the order of the concerns around it: a plugin's exception, the memory of responses 404, the
 *       count of attempts.
 *   <li>{@code HttpAnswers} is the table of responses: which one is delivered, rejected, too large, or retried, and when.
 * </ul>
 *
 * <p><b>Threads.</b> A send is done by the sender thread of a lane, and blocks until the attempt has ended. All classes are
 * safe on several threads. A close, by any thread, ends the attempts in flight.
 *
 * <p><b>Invariants.</b> A sender never retries, and never throws for a response or a failure of the network: each ending is an
 * {@code Outcome}. No text of an outcome has a header, a credential or the query of an address.
 */
@NullMarked
package dev.fanlight.exporters.internal.send;

import org.jspecify.annotations.NullMarked;
