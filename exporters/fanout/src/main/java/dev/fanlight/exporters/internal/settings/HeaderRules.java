/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for header fields that a request can carry (RFC 9110, 5.1 and 5.5; gRPC's metadata). The configuration, the
 * lanes and {@code check --send} share them, so that all three say the same of a field.
 */
public final class HeaderRules {

  private static final String SYMBOLS_IN_NAMES = "!#$%&'*+-.^_`|~";

  private HeaderRules() {}

  /** Returns why HTTP cannot carry the field and how to mend it, without its value; null if the field is right. */
  public static @Nullable String fault(String name, String value) {
    int wrong = wrongCharOfName(name);
    if (name.isEmpty()) {
      return "a header has no name; give it one";
    }
    if (wrong >= 0) { // the rest may be the value, which may be a secret
      return "the name of header "
          + (wrong == 0 ? "" : name.substring(0, wrong) + " ")
          + "holds a character that no name may hold; use letters, digits and hyphens";
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isOfValue(value, i)) {
        return "the value of header " + name
            + " holds a line break or control character; remove it";
      }
    }
    return null;
  }

  /** Returns why gRPC cannot carry the field; null if the field is right. */
  public static @Nullable String grpcFault(String name, String value) {
    String fault = fault(name, value);
    if (fault != null) {
      return fault;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > '~') {
        return "the value of header " + name
            + " holds a character outside ASCII, which gRPC cannot carry; remove it, or use protocol http";
      }
    }
    return null;
  }

  /** Returns the fault of the first field that has one, or null. */
  public static @Nullable String fault(Map<String, String> headers, boolean isGrpc) {
    for (Map.Entry<String, String> field : headers.entrySet()) {
      String fault = isGrpc
          ? grpcFault(field.getKey(), field.getValue())
          : fault(field.getKey(), field.getValue());
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static int wrongCharOfName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isOfName(name.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Returns true if the char may stand in a field's name: a token's (RFC 9110, 5.6.2). */
  public static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SYMBOLS_IN_NAMES.indexOf(c) >= 0;
  }

  /** C1 controls are refused as well: they are no text of any language. */
  private static boolean isOfValue(String value, int i) {
    char c = value.charAt(i);
    if (Character.isISOControl(c)) {
      return c == '\t';
    }
    return !Character.isSurrogate(c)
        || (i + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(i + 1)))
        || (i > 0 && Character.isSurrogatePair(value.charAt(i - 1), c));
  }
}
