/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Both OTLP receivers as one vendor: the second receiver gets the spans from the time on when the first
 * gets no more. A span that both hold appears twice, which is a difference to a vendor that holds it once.
 */
record ReceiverPair(Vendor first, Vendor second) implements Vendor {
  @Override
  public List<SpanRow> spansOf(List<String> traces) throws IOException {
    List<SpanRow> rows = new ArrayList<>(first.spansOf(traces));
    rows.addAll(second.spansOf(traces));
    return rows;
  }
}
