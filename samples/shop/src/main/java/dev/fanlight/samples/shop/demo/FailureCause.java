/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Arrays;
import java.util.Optional;

/** The cause of a failed session transfer. */
enum FailureCause {
  MISSING_SCOPES("missing_scopes", "suspended: missing scopes"),
  DNS("dns", "account host does not resolve (DNS)"),
  TIMEOUT("timeout", "account host timed out");

  private final String key;
  private final String words;

  FailureCause(String key, String words) {
    this.key = key;
    this.words = words;
  }

  /** As in {@code error.type} of spans and metrics, and in {@code cause} of log lines. */
  String key() {
    return key;
  }

  /** As on the page. */
  String words() {
    return words;
  }

  static Optional<FailureCause> of(String key) {
    return Arrays.stream(values()).filter(cause -> cause.key.equals(key)).findFirst();
  }
}
