/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

/** How words stand out. Give it text that is padded already: what it adds has no width. */
enum TextStyle {
  /** For files and pipes: adds nothing. */
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
