/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The trace and the data of an event, independent of the thread that reads them. Internal: no compatibility promise.
 *
 * <p>{@link dev.fanlight.logback.internal.event.TraceCapture} is the door. On the logging thread it wraps the event in a
 * {@link dev.fanlight.logback.internal.event.CapturedEvent}, which holds trace, baggage, MDC, message, thread name and the
 * values of the fields. The original event is not changed, because sibling appenders share it.
 *
 * <p>Sources of the trace, in order: the captured current span; a marker or key-value pair of a captured event inside a
 * foreign event; ids of an agent in the MDC; the current span, if the current thread logged the event. An event that
 * arrives on another thread has no trace: a wrong id would be worse than no id.
 *
 * <p>Process-wide instances: {@link dev.fanlight.logback.internal.event.LocalRootRegistry} (at most 65,536 spans that have
 * not ended) and {@link dev.fanlight.logback.internal.event.TraceLinkRegistry}. They connect the request log, which the
 * application or OpenTelemetry creates, with appenders and encoders, which logback creates.
 *
 * <p>Serialization: a {@code CapturedEvent} contains only classes that logback's receivers accept; the trace and the fields
 * are sent as text in the MDC.
 */
@NullMarked
package dev.fanlight.logback.internal.event;

import org.jspecify.annotations.NullMarked;
