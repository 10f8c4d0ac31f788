/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/** How a receiver is spoken to. */
enum Protocol {
  OTLP_HTTP,
  OTLP_GRPC,
  ZIPKIN
}
