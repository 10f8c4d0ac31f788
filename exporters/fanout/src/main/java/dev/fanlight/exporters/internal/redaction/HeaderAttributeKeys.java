/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attribute keys that hold a captured header. */
public final class HeaderAttributeKeys {

  /*
   * Semantic conventions put a captured header under http.request.header.<name>, its name in lower case; older ones write
   * an underscore for the hyphen, and libraries use spellings of their own (http.req.headers.<name>). gRPC metadata are
   * headers too: rpc.request.metadata.<name>.
   */
  private static final List<String> MARKS = List.of("header.", "headers.");
  private static final String RPC_MARK = "metadata.";
  private static final Set<String> MAPS =
      Set.of("header", "headers", "metadata", "cookie", "cookies");
  private static final Set<String> ADDRESSES =
      Set.of("referer", "location", "content-location", "x-original-url", "x-forwarded-uri");

  private HeaderAttributeKeys() {}

  /** Returns the name of the header in the attribute, in lower case with hyphens; null if it has none. */
  static @Nullable String headerOf(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    for (String mark : MARKS) {
      int at = segment(lower, mark);
      if (at >= 0) {
        return lower.substring(at).replace('_', '-');
      }
    }
    int at = lower.startsWith("rpc.") || lower.startsWith("grpc.") ? segment(lower, RPC_MARK) : -1;
    return at < 0 ? null : lower.substring(at).replace('_', '-');
  }

  /** Returns the index behind the segment; -1 if the key has none. */
  private static int segment(String key, String mark) {
    int at = key.indexOf("." + mark);
    if (at >= 0) {
      return at + 1 + mark.length();
    }
    return key.startsWith(mark) ? mark.length() : -1;
  }

  /** Returns true if a map under this key holds headers by their names. */
  public static boolean isMapOfHeaders(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return MAPS.contains(lower.substring(lower.lastIndexOf('.') + 1));
  }

  /** Returns true if the header's value is an address, which may contain a secret. */
  static boolean holdsAddress(@Nullable String header) {
    return header != null && ADDRESSES.contains(header);
  }
}
