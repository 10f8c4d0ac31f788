/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

/** The order of the fields of a line, up to the error. */
enum FieldOrder {
  /** Timestamp, level, message, service, thread, logger. */
  THREAD_BEFORE_LOGGER,
  /** Timestamp, level, message, service, logger, thread. */
  LOGGER_BEFORE_THREAD,
  /** Timestamp, format version, message, logger, thread, level, service: the order of logstash-logback-encoder. */
  LOGSTASH
}
