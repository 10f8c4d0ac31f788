/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import java.util.concurrent.TimeUnit;

/** A converter of OpenTelemetry nanoseconds to the microseconds of Zipkin. */
final class EpochMicros {

  private EpochMicros() {}

  static long ofNanos(long epochNanos) {
    return TimeUnit.NANOSECONDS.toMicros(epochNanos);
  }
}
