/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

/** The parts of the bridge that a setting turns on or off. */
enum MetricFeature {
  /** Native histograms beside the classic buckets. */
  NATIVE_HISTOGRAMS,

  /** The metrics of calls between services. */
  SERVICE_GRAPH,

  /** The metric of DNS, connect, TLS and other phases of outgoing calls. */
  NETWORK_PHASES,

  /** The counter of exceptions that are recorded on spans. */
  EXCEPTIONS,

  /** The counter of span sizes in bytes. */
  SPAN_SIZES,

  /** The replacement of ids in span names by {@code {id}}. */
  SPAN_NAME_TEMPLATES,

  /** Micrometer's metrics of the JVM. */
  JVM_METRICS
}
