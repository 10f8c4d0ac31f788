/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Optional;

/**
 * What one customer got.
 *
 * @param dueNanos when the visit was due, on the load's clock
 * @param latencyNanos from then to the end of the answer, so that a late start counts as waiting
 * @param status the HTTP status, 0 if there was no answer
 * @param trace the trace id, if the shop told one
 * @param cause why there is no session, if the shop told that
 */
record VisitResult(
    long dueNanos,
    long latencyNanos,
    int status,
    Optional<String> trace,
    Optional<FailureCause> cause) {}
