/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.util.Locale;

/** The ways in which servers say that a request is larger than they take. */
public final class SizeRefusal {

  /*
   * Collector    http: request body too large              (400, or 413)
   * grpc-go      received message larger than max (x vs. y); trying to send message larger than max
   * grpc-java    gRPC message exceeds maximum size y: x; Compressed gRPC message exceeds …
   * grpc-core    Received message larger than max; … after decompression larger than max
   * grpc-dotnet  Received message exceeds the maximum configured message size.
   * tonic        Error, decoded message length too large: found x bytes, the limit is: y bytes  (OUT_OF_RANGE)
   * nginx        Request Entity Too Large; others: Payload Too Large, Content Too Large
   * Both a subject and a predicate are required, so that "clock skew too large" is no match; the words for a rate
   * exclude a match as well ("Request rate is too large" is Cosmos DB's 429).
   */
  private static final int MAX_CHARS = 4_096;

  private static final String[] SUBJECTS = {
    "request",
    "message",
    "body",
    "payload",
    "entity",
    "content length",
    "content too large",
    "batch"
  };

  private static final String[] PREDICATES = {
    "too large",
    "too big",
    "too long",
    "larger than",
    "bigger than",
    "exceeds max",
    "exceeds the max",
    "exceeded max",
    "exceeded the max",
    "exceeds limit",
    "exceeds the limit",
    "exceeds size limit",
    "exceeds the size limit",
    "size limit exceeded",
    "maximum size"
  };

  private static final String[] RATES = {
    " rate", "quota", "per second", "per minute", "too many requests"
  };

  private SizeRefusal() {}

  /** Returns true if a text says so; the first 4,096 characters count. */
  public static boolean isIn(String text) {
    String start = text.substring(0, Math.min(text.length(), MAX_CHARS)).toLowerCase(Locale.ROOT);
    return holdsAny(start, PREDICATES) && holdsAny(start, SUBJECTS) && !holdsAny(start, RATES);
  }

  private static boolean holdsAny(String text, String[] phrases) {
    for (String phrase : phrases) {
      if (text.contains(phrase)) {
        return true;
      }
    }
    return false;
  }
}
