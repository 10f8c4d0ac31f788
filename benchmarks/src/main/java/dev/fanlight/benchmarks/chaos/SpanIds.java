/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The span ids of a request, in its order: a growing array of longs. One thread. */
final class SpanIds {

  /* ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2, Span.span_id = 2 */
  private static final int[] PATH = {1, 2, 2};
  private static final int SPAN_ID = 2;
  private static final String ZIPKIN_ID = "\"id\":\"";

  private long[] ids = new long[2_048];
  private int size;

  private SpanIds() {}

  /** Reads the ids of an OTLP request in protobuf. */
  static SpanIds ofOtlp(byte[] message) throws IOException {
    SpanIds ids = new SpanIds();
    ids.read(CodedInputStream.newInstance(message), 0);
    return ids;
  }

  /** Reads the ids of a list of spans in Zipkin's JSON. */
  static SpanIds ofZipkin(byte[] message) {
    SpanIds ids = new SpanIds();
    String json = new String(message, StandardCharsets.ISO_8859_1);
    for (int at = json.indexOf(ZIPKIN_ID); at >= 0; at = json.indexOf(ZIPKIN_ID, at + 1)) {
      int from = at + ZIPKIN_ID.length();
      ids.add(HexFormat.fromHexDigitsToLong(json, from, from + 16));
    }
    return ids;
  }

  private void read(CodedInputStream in, int depth) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (depth == PATH.length && field == SPAN_ID) {
        add(in.readBytes().asReadOnlyByteBuffer().getLong());
      } else if (depth < PATH.length && field == PATH[depth]) {
        int limit = in.pushLimit(in.readRawVarint32());
        read(in, depth + 1);
        in.popLimit(limit);
      } else {
        in.skipField(tag);
      }
    }
  }

  private void add(long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  int size() {
    return size;
  }

  long id(int index) {
    return ids[index];
  }

  /** Returns the ids from the index on as ranges, {@code LIFE:FIRST-LAST,...}. */
  String ranges(int from, int to) {
    StringBuilder text = new StringBuilder();
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || ids[i] != ids[i - 1] + 1) {
        SpanNumber first = SpanNumber.of(ids[start]);
        text.append(text.isEmpty() ? "" : ",").append(first.life()).append(':');
        text.append(first.number()).append('-').append(first.number() + i - 1 - start);
        start = i;
      }
    }
    return text.toString();
  }
}
