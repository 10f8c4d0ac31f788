/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import dev.fanlight.exporters.internal.redaction.SecretAttributes;
import dev.fanlight.exporters.internal.redaction.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** The built-in redaction of the exporters for request lines; inactive without fanlight-exporters on the class path. */
final class RequestLineRedaction {
  private static final BinaryOperator<String> REDACTION = redaction();

  private RequestLineRedaction() {}

  private static BinaryOperator<String> redaction() {
    try {
      return new SecretAttributes(SecretNames.ALL)::value;
    } catch (LinkageError ignored) { // the request log works without the exporters
      return (key, text) -> text;
    }
  }

  /** Returns a name, a description or a message, redacted as for vendors. */
  static String of(String text) {
    return REDACTION.apply("", text);
  }

  /** Returns the value of an attribute, redacted as for vendors. */
  static Object of(String key, Object value) {
    if (value instanceof String text) {
      return REDACTION.apply(key, text);
    }
    return value instanceof List<?> list ? list(key, list) : value;
  }

  private static List<Object> list(String key, List<?> list) {
    List<Object> seen = new ArrayList<>(list.size());
    for (Object element : list) {
      seen.add(of(key, element));
    }
    return seen;
  }
}
