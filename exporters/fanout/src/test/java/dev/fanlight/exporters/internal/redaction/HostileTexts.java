/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Texts of a stranger who wants the redaction to search for what is not there, again and again. */
final class HostileTexts {

  private static final List<String> REPEATED = List.of(
      "://",
      "://a:b/",
      "://a:b?",
      "http://a:b/",
      ":%2F%2Fa:b",
      ":%2F%2Fa:b%2F",
      ":\\/\\/a:b",
      ":\\/\\/a:b\\/",
      "//a:b/",
      "@",
      "://@",
      "a@b:",
      "&pwd={x",
      "&pwd=\"x",
      "&pwd='x",
      "&pwd=\\\"x",
      "&pwd={x\"",
      "&pwx=1x",
      "?token={token}&",
      "&key=",
      "&key={x",
      "&key=\"x",
      "&key='a",
      "&key%3Dx",
      "%26key=x",
      "%26key%3Dx",
      "%2526key=a",
      "&key=%26key=",
      "?key=true",
      "&code=ab cd",
      "&token=",
      "&token =",
      "&token  ",
      "Bearer ",
      "bearer a",
      "Bearer  \t",
      "basic\u00a0",
      "Basic a/b+",
      "bearer%20",
      "bearer%20a",
      "bearerbasic",
      ";jsessionid=",
      ";jsessionid=/",
      "&jsessionid=a;",
      "%5",
      "%",
      "%25",
      "%2525",
      "%253",
      "%25%",
      "\\",
      "\\u",
      "\\u00",
      "\\u003",
      "\\\\\"",
      "\"",
      "\"key\":\"",
      "\"key\":",
      "\"pwd\" ",
      "\"pwd\":[",
      "'pwd':'",
      "{\"pwd\":{",
      "[",
      "]",
      "a[",
      "pwd[password]",
      "user[0]",
      "{",
      "(password=",
      "-",
      " --a",
      "-D",
      " -Dpassword",
      "?",
      "&",
      "=",
      ";",
      "#",
      "?&=;#",
      "_",
      ".",
      "a.",
      "aA",
      "password",
      "token_",
      "=token=",
      "a=b=",
      "/",
      ":",
      "::",
      ":/",
      " ",
      "a ",
      " a=",
      "\ud83d\ude00",
      "\ud800",
      "\udc00@",
      "\u0000",
      "a",
      "9",
      "A9=",
      "****",
      "&pwd=*",
      "REDACTED",
      "://REDACTED:REDACTED@",
      "&token=REDACTED");

  private HostileTexts() {}

  /** Each text has about so many characters. */
  static Stream<String> ofLength(int length) {
    List<String> texts = new ArrayList<>();
    for (String piece : REPEATED) {
      String repeated = piece.repeat(length / piece.length() + 1);
      texts.add(repeated);
      texts.add("http://a:b" + repeated); // no user information in front of it all
      texts.add("?key=" + repeated); // a value that may be none
      texts.add("?key=\"a" + repeated);
    }
    return texts.stream();
  }
}
