/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import io.opentelemetry.api.common.Attributes;

/** A change to whatever a span says, wherever it says it. */
interface SpanEdit {

  /** The attributes changed; the same object where nothing is. */
  Attributes attributes(Attributes attributes);

  /** A resource's attributes changed; the same object where nothing is. */
  default Attributes resource(Attributes attributes) {
    return attributes(attributes);
  }

  /** A name or description changed; the same object where nothing is. */
  String text(String text);
}
