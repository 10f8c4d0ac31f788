/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Optional;

/**
 * The result of one visit.
 *
 * @param dueNanos due time of the visit, on the clock of the load
 * @param latencyNanos from then to the end of the answer, so that a late start counts as waiting
 * @param status the HTTP status, 0 if there was no answer
 * @param trace the trace id, if the shop told it
 * @param cause cause of the failed transfer, if the shop told it
 */
record VisitResult(
    long dueNanos,
    long latencyNanos,
    int status,
    Optional<String> trace,
    Optional<FailureCause> cause) {}
