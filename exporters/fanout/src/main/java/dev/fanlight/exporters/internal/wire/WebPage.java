/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The sign of an answer that comes from a web server and from no receiver of spans: its body is an HTML page. */
public final class WebPage {

  private static final int LOOKED_AT = 4_096;
  private static final String[] STARTS = {"<!doctype html", "<html", "<head", "<body", "<title"};

  private WebPage() {}

  /**
   * Returns true if a body is an HTML page.
   *
   * @param contentType the answer's, or an empty string
   * @param body an empty body is no page, for any content type
   */
  public static boolean is(String contentType, byte[] body) {
    String text = new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.UTF_8)
        .toLowerCase(Locale.ROOT);
    String type = contentType.toLowerCase(Locale.ROOT).strip();
    if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
      return text.indexOf('<') >= 0;
    }
    String start = withoutComments(text);
    for (String sign : STARTS) {
      if (start.startsWith(sign)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutComments(String text) {
    int from = afterBlanks(text, 0);
    while (text.startsWith("<!--", from)) {
      int end = text.indexOf("-->", from);
      if (end < 0) {
        return "";
      }
      from = afterBlanks(text, end + 3);
    }
    return text.substring(from);
  }

  private static int afterBlanks(String text, int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) <= ' ' || text.charAt(i) == '\ufeff')) {
      i++;
    }
    return i;
  }
}
