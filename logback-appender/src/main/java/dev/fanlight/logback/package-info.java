/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Log lines with the trace of the thread that logged: capture on the logging thread, encoding on any thread.
 *
 * <p>Path of an event: {@link dev.fanlight.logback.CapturingAppender} captures trace, baggage, MDC, message and field
 * values on the logging thread, then passes a {@code CapturedEvent} to its inner appenders, directly or through {@code
 * EventQueue} and its writer thread. {@link dev.fanlight.logback.FanlightEncoder} turns the event into one line on
 * any thread. {@link dev.fanlight.logback.TraceJsonProvider} writes only the trace fields, inside an encoder of
 * logstash-logback-encoder.
 *
 * <p>Threads: one {@code fanlight-log-writer} and, from the first wait on, one {@code fanlight-log-timekeeper} for each
 * appender with a queue. Both are daemons. The queue owns them and ends them in {@code close}.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@link dev.fanlight.logback.LineLedger}: captured = encoded + dropped + queued; each event is counted once.
 *   <li>A logging thread never receives an exception of Fanlight, of an inner appender or of the event's own code.
 *   <li>A full queue blocks a logging thread only while the writer makes progress: {@code maxWait} without progress ends
 *       the wait, and events are dropped as {@code QUEUE_FULL} until a permit is available.
 *   <li>An event that is logged while the same thread writes a line is counted as {@code RE_ENTRANT} and not written.
 *   <li>{@link dev.fanlight.logback.DrainingShutdownHook} writes the queues for at most {@code maxFlush} at the end of
 *       the JVM and does not stop the appenders.
 * </ul>
 *
 * <p>Messages of this package are logback statuses and never log events, because a logger would call itself.
 */
@NullMarked
package dev.fanlight.logback;

import org.jspecify.annotations.NullMarked;
