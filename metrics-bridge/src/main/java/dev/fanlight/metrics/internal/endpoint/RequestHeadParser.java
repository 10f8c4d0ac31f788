/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the text of a request head by RFC 9112, and refuses ambiguous requests. */
final class RequestHeadParser {
  private static final String NOT_IN_HOSTS = "\"#/<>?@\\^`{|}";
  private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

  private RequestHeadParser() {}

  /** Returns a {@link ScrapeRequest} or {@link ReadResult.Invalid}. */
  static ReadResult parse(String text) {
    String[] lines = withoutEmptyLines(text).split("\n", -1);
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String line = withoutReturn(lines[i]);
      int colon = line.indexOf(':');
      if (colon < 1 || !isToken(line.substring(0, colon)) || !isPrintable(line)) {
        return invalid("a header line is not valid");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers
          .computeIfAbsent(name, key -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    String[] request = withoutReturn(lines[0]).split(" ", -1);
    if (request.length != 3 || !isToken(request[0]) || !isPrintable(lines[0].stripTrailing())) {
      return invalid("the request line is not valid");
    }
    if (!request[2].equals("HTTP/1.1") && !request[2].equals("HTTP/1.0")) {
      return new ReadResult.Invalid(505, "Only HTTP/1.1 and HTTP/1.0.\n");
    }
    return head(request, headers);
  }

  private static ReadResult head(String[] request, Map<String, List<String>> headers) {
    List<String> hosts = headers.getOrDefault("host", List.of());
    boolean isCurrent = request[2].equals("HTTP/1.1");
    String hostFault = hostFault(hosts, isCurrent);
    if (hostFault != null) {
      return invalid(hostFault);
    }
    URI target = target(request[1]);
    if (target == null) {
      return invalid("its target is not a path");
    }
    List<String> lengths = headers.getOrDefault("content-length", List.of());
    for (String length : lengths) {
      if (!isNumber(length) || !length.equals(lengths.get(0))) {
        return invalid("its Content-Length is not valid");
      }
    }
    boolean hasBody =
        headers.containsKey("transfer-encoding") || (!lengths.isEmpty() && !isZero(lengths.get(0)));
    String host = target.getRawAuthority() != null
        ? target.getRawAuthority()
        : hosts.isEmpty() ? null : hosts.get(0);
    boolean isPersistent = isCurrent && !closes(headers);
    String path = target.getPath() == null ? "" : target.getPath();
    return new ScrapeRequest(
        request[0], path, target.getRawQuery(), host, isPersistent, hasBody, headers);
  }

  /** Returns the reason why a request with these hosts is refused (RFC 9112, 3.2); null if it is not. */
  private static @Nullable String hostFault(List<String> hosts, boolean isCurrent) {
    if (hosts.isEmpty()) {
      return isCurrent ? "HTTP/1.1 needs a Host" : null;
    }
    if (hosts.size() > 1) {
      return "it has more than one Host";
    }
    return isHost(hosts.get(0)) ? null : "its Host is not valid";
  }

  /** Tells whether a text is a host with an optional port by RFC 3986, section 3.2.2, without user info. It may be empty. */
  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || NOT_IN_HOSTS.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Parses a path or an absolute address (RFC 9112, 3.2.2). */
  private static @Nullable URI target(String text) {
    try {
      if (text.startsWith("//") || text.equals("*")) {
        return new URI(""); // a path that does not exist
      }
      URI target = new URI(text);
      boolean isKnown =
          text.startsWith("/") || (target.getRawAuthority() != null && !target.isOpaque());
      return isKnown ? target : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static boolean closes(Map<String, List<String>> headers) {
    for (String value : headers.getOrDefault("connection", List.of())) {
      for (String option : value.split(",", -1)) {
        if (option.strip().equalsIgnoreCase("close")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Removes the empty lines before and after the head. */
  private static String withoutEmptyLines(String text) {
    int start = 0;
    while (start < text.length() && (text.charAt(start) == '\r' || text.charAt(start) == '\n')) {
      start++;
    }
    return text.substring(start).stripTrailing();
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || SEPARATORS.indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String number) {
    return number.chars().allMatch(digit -> digit == '0');
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static ReadResult invalid(String why) {
    return new ReadResult.Invalid(400, "Invalid request: " + why + ".\n");
  }
}
