/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Optional;

/**
 * A span as a vendor holds it, as far as vendors can be compared (Zipkin keeps names in lower
 * case).
 *
 * @param trace 32 hex digits
 * @param id 16 hex digits
 * @param parent 16 hex digits, empty for a root span
 * @param kind SERVER, CLIENT or INTERNAL
 * @param service the {@code service.name}
 * @param name in lower case
 * @param error the {@code error.type}, empty if it is absent
 */
record SpanRow(
    String trace,
    String id,
    String parent,
    String kind,
    String service,
    String name,
    String error) {

  /** Why this session transfer failed, if it is one and did. */
  Optional<FailureCause> cause() {
    return name.equals("session.transfer") ? FailureCause.of(error) : Optional.empty();
  }
}
