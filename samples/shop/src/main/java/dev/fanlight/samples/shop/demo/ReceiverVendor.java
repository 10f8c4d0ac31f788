/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The OTLP receiver, through its own queries. */
final class ReceiverVendor implements Vendor {
  private final DemoHttpClient http;
  private final URI base;

  ReceiverVendor(DemoHttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  @Override
  public List<SpanRow> spansOf(List<String> traces) throws IOException {
    List<SpanRow> rows = new ArrayList<>();
    URI uri = base.resolve("/traces?ids=" + String.join(",", traces));
    for (JsonNode span : JsonReader.read(http.get(uri))) {
      rows.add(row(span));
    }
    return rows;
  }

  private static SpanRow row(JsonNode span) {
    return new SpanRow(
        JsonReader.text(span, "trace"),
        JsonReader.text(span, "id"),
        JsonReader.text(span, "parent"),
        JsonReader.text(span, "kind"),
        JsonReader.text(span, "service"),
        JsonReader.text(span, "name").toLowerCase(Locale.ROOT),
        span.path("attributes").path("error.type").asString(""));
  }

  /** Makes the receiver take connections and answer no request for a time. */
  void hang(Duration time) throws IOException {
    http.post(base.resolve("/hang?millis=" + time.toMillis()));
  }

  /** From now on it answers 401 to a request without this key. */
  void requireKey(String key) throws IOException {
    http.post(base.resolve("/key?value=" + key));
  }

  /** Returns how many different spans it holds. */
  long spans() throws IOException {
    JsonNode stats = JsonReader.read(http.get(base.resolve("/stats")));
    return stats.path("spans").asLong(0) - stats.path("duplicates").asLong(0);
  }

  /** Returns the address of its copy of a trace. */
  URI page(String trace) {
    return base.resolve("/traces?ids=" + trace);
  }

  /** From now on it answers 503, for so long; zero ends it. */
  void refuse(Duration time) throws IOException {
    http.post(base.resolve("/refuse?millis=" + time.toMillis()));
  }
}
