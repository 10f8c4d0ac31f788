/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.util.List;

/** A vendor of the demo, as a source of the spans that it holds. */
interface Vendor {
  /** Returns the spans of these traces; a trace that the vendor does not know has no spans. */
  List<SpanRow> spansOf(List<String> traces) throws IOException;
}
