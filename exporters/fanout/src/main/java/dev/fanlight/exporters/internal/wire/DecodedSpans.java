/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.util.List;

/**
 * The spans of one OTLP message.
 *
 * @param spans in the order of the message
 * @param refused spans of the message that are no spans, for example without a trace id
 * @param reason why the first of them was refused; empty if none was
 */
public record DecodedSpans(List<ReceivedSpan> spans, int refused, String reason) {

  /** Copies the list. */
  public DecodedSpans {
    spans = List.copyOf(spans);
  }
}
