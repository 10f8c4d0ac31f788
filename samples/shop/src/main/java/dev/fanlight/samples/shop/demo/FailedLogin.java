/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.net.URI;
import java.util.List;

/**
 * A failed login, as an example for the page.
 *
 * @param trace its trace id
 * @param cause cause of the failure
 * @param page its page at Zipkin
 * @param spans number of its spans at Zipkin
 * @param lines log lines with its trace id
 * @param series the metric series of which it is the exemplar
 */
record FailedLogin(
    String trace,
    FailureCause cause,
    URI page,
    int spans,
    List<LogLine> lines,
    MetricSample series) {
  FailedLogin {
    lines = List.copyOf(lines);
  }
}
