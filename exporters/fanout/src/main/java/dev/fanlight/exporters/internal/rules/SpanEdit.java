/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.Attributes;

/** A change to the texts of a span, at every place. */
interface SpanEdit {

  /** Returns the changed attributes; the same object if there is no change. */
  Attributes attributes(Attributes attributes);

  /** Returns the changed attributes of a resource; the same object if there is no change. */
  default Attributes resource(Attributes attributes) {
    return attributes(attributes);
  }

  /** Returns the changed name or description; the same object if there is no change. */
  String text(String text);
}
