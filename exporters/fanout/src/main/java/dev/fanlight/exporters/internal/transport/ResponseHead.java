/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.settings.HeaderRules;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Status line and header fields of an answer (RFC 9112, 4 and 5).
 *
 * @param status 200 to 599
 * @param isHttp11 whether connections persist by default
 * @param headers names in lower case
 */
record ResponseHead(int status, boolean isHttp11, Map<String, String> headers) {

  /** Of status line and all fields together, interim answers included. */
  private static final int MAX_BYTES = 64 * 1024;

  /** Maximum number of characters of a status line; its reason phrase is not read, and the rest is skipped. */
  private static final int KEPT_OF_STATUS_LINE = 64;

  private static final int MAX_STATUS_LINE = 1024 * 1024;

  private static final String VERSION = "HTTP/1."; // then a digit, a space, and the status
  private static final int STATUS_FROM = VERSION.length() + 2;
  private static final int STATUS_TO = STATUS_FROM + 3;
  private static final int MAX_LENGTH_DIGITS = 18;

  /*
   * RFC 9112, 5.1 and 5.2: a line that begins with a blank continues the field before it; a blank before the colon is
   * removed. A line that is no field is skipped together with its continuation: the status holds for any line that a
   * gateway adds to the head. A field that frames the body must be right, for the connection carries further answers.
   */

  /** Reads the head of the final answer; interim ones (1xx) are skipped. */
  static ResponseHead read(PeerInput in) throws IOException {
    if (!in.awaitFirst()) {
      throw new EOFException("the peer closed the connection without an answer");
    }
    if (in.peek() == 0) { // a frame of HTTP/2 begins with its length
      throw WrongProtocolException.http2();
    }
    int budget = MAX_BYTES;
    while (true) {
      String statusLine = in.startOfLine(KEPT_OF_STATUS_LINE, MAX_STATUS_LINE);
      budget -= statusLine.length() + 2;
      if (!isStatusLine(statusLine)) {
        throw new ProtocolException("the peer does not speak HTTP/1.1; check scheme and port");
      }
      Map<String, String> headers = new HashMap<>();
      String field = "";
      for (String line = in.line(budget); !line.isEmpty(); line = in.line(budget)) {
        budget -= line.length() + 2;
        if (isBlank(line.charAt(0))) {
          field = field.isEmpty() ? field : field + " " + line.strip();
        } else {
          addField(headers, field);
          field = line;
        }
      }
      addField(headers, field);
      int code = Integer.parseInt(statusLine, STATUS_FROM, STATUS_TO, 10);
      if (code == 101) {
        throw new ProtocolException("the peer switched to a protocol that was not asked for");
      }
      if (code >= 200) {
        return new ResponseHead(code, statusLine.charAt(VERSION.length()) != '0', headers);
      }
    }
  }

  private static boolean isStatusLine(String line) {
    return line.length() >= STATUS_TO
        && line.startsWith(VERSION)
        && isDigit(line.charAt(VERSION.length()))
        && line.charAt(STATUS_FROM - 1) == ' '
        && line.charAt(STATUS_FROM) != '0'
        && areDigits(line, STATUS_FROM, STATUS_TO)
        && (line.length() == STATUS_TO || line.charAt(STATUS_TO) == ' ');
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!HeaderRules.isOfName(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean areDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return from < to;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void addField(Map<String, String> headers, String line) {
    int colon = line.indexOf(':');
    String name = line.substring(0, Math.max(0, colon)).stripTrailing().toLowerCase(Locale.ROOT);
    if (!isName(name)) {
      return; // skipped
    }
    String value = line.substring(colon + 1).strip();
    String earlier = headers.put(name, value);
    if (earlier == null) {
      return;
    }
    switch (name) {
      case "content-length", "transfer-encoding", "connection" ->
        headers.put(name, earlier + "," + value);
      default -> {} // the last one counts
    }
  }

  /** Returns true if the body comes in chunks. */
  boolean isChunked() {
    return lower("transfer-encoding").endsWith("chunked");
  }

  /** Returns true if some transfer coding is in use, which makes a content length void. */
  boolean isTransferCoded() {
    return headers.containsKey("transfer-encoding");
  }

  /** Returns true if such an answer has no body, for any fields. */
  boolean isBodiless() {
    return status == 204 || status == 304;
  }

  /** The length of the body, or -1 if it ends with the connection. */
  long contentLength() throws ProtocolException {
    String value = headers.get("content-length");
    if (value == null) {
      return -1;
    }
    String length = null;
    for (String one : value.split(",", -1)) { // RFC 9110, 8.6: equal ones count as one
      String digits = one.strip();
      if (digits.length() > MAX_LENGTH_DIGITS || !areDigits(digits, 0, digits.length())) {
        throw new ProtocolException("the peer sent a content length that is no number");
      }
      if (length != null && !length.equals(digits)) {
        throw new ProtocolException("the peer sent two content lengths");
      }
      length = digits;
    }
    return length == null ? -1 : Long.parseLong(length);
  }

  /** Returns true if the peer allows further use of the connection. */
  boolean keepsAlive() {
    if (isTransferCoded() && headers.containsKey("content-length")) {
      return false; // RFC 9112, 6.3: another reader between us may have taken the length
    }
    String connection = lower("connection");
    return isHttp11 ? !connection.contains("close") : connection.contains("keep-alive");
  }

  String lower(String name) {
    return headers.getOrDefault(name, "").toLowerCase(Locale.ROOT);
  }
}
