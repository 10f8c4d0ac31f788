/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.event;

/** A span that has not ended and in which a trace entered this process. Any thread. */
public interface LocalRoot {
  String traceId();

  String spanId();

  /** Counts an event that was logged in the trace, with the number of logback's level. Called on the logging thread. */
  void logged(int level);
}
