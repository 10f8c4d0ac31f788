/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.net.URI;
import java.util.List;

/**
 * One failed login, to look at.
 *
 * @param trace its trace id
 * @param cause why it failed
 * @param page where Zipkin shows it
 * @param spans how many spans of it Zipkin holds
 * @param lines the log lines that carry it
 * @param series the metric series that it exemplifies
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
