/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

/** The wire protocol of a receiver. */
enum ReceiverProtocol {
  OTLP_HTTP,
  OTLP_GRPC,
  ZIPKIN
}
