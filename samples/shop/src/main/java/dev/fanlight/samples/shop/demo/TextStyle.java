/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

/** The style of printed text. The text must be padded already: the added control sequences have no width. */
enum TextStyle {
  /** For files and pipes: returns the text unchanged. */
  PLAIN {
    @Override
    String in(String code, String text) {
      return text;
    }
  },
  /** For terminals. */
  ANSI {
    @Override
    String in(String code, String text) {
      return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
  };

  abstract String in(String code, String text);

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("1;31", text);
  }
}
