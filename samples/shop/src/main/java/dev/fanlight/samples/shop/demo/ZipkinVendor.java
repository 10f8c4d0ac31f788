/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Zipkin, through its query API. */
final class ZipkinVendor implements Vendor {
  private static final String NOBODYS = "0000000000000001";

  private final DemoHttpClient http;
  private final URI base;

  ZipkinVendor(DemoHttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  @Override
  public List<SpanRow> spansOf(List<String> traces) throws IOException {
    String ids = String.join(",", traces) + "," + NOBODYS; // it refuses to be asked for one alone
    URI uri = base.resolve("/api/v2/traceMany?traceIds=" + ids);
    List<SpanRow> rows = new ArrayList<>();
    for (JsonNode trace : JsonReader.read(http.get(uri))) {
      for (JsonNode span : trace) {
        rows.add(row(span));
      }
    }
    return rows;
  }

  private static SpanRow row(JsonNode span) {
    return new SpanRow(
        JsonReader.text(span, "traceId"),
        JsonReader.text(span, "id"),
        JsonReader.text(span, "parentId"),
        span.path("kind").asString("INTERNAL"),
        span.path("localEndpoint").path("serviceName").asString(""),
        JsonReader.text(span, "name").toLowerCase(Locale.ROOT),
        span.path("tags").path("error.type").asString(""));
  }

  /** Returns the spans of a trace as Zipkin has them. */
  List<JsonNode> trace(String trace) throws IOException {
    URI uri = base.resolve("/api/v2/traceMany?traceIds=" + trace + "," + NOBODYS);
    List<JsonNode> spans = new ArrayList<>();
    for (JsonNode found : JsonReader.read(http.get(uri))) {
      found.forEach(spans::add);
    }
    return spans;
  }

  /** The page that shows a trace. */
  URI page(String trace) {
    return base.resolve("/zipkin/traces/" + trace);
  }
}
