/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The terminal, or the file or pipe in its place. Used by one thread. */
final class Terminal {
  private static final String START_OF_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean live;
  private final boolean plainLetters;
  private final TextStyle ink;
  private boolean statusShown;

  private Terminal(Charset charset, boolean live, TextStyle ink) {
    this.out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
    this.plainLetters = charset.equals(StandardCharsets.US_ASCII);
    this.live = live;
    this.ink = ink;
  }

  /**
   * Standard output.
   *
   * @param live whether it is a terminal: a status line may be redrawn, and colours shown unless
   *     {@code NO_COLOR} is set
   */
  static Terminal of(boolean live, Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean plain = !live || dumb || !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        charset(environment), live && !dumb, plain ? TextStyle.PLAIN : TextStyle.ANSI);
  }

  /* JDK 17 does not tell the terminal's charset; the locale does. */
  private static Charset charset(Map<String, String> environment) {
    String locale = environment.getOrDefault(
        "LC_ALL", environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "")));
    String told = System.getProperty("stdout.encoding", System.getProperty("native.encoding", ""));
    boolean utf8 =
        locale.toLowerCase(java.util.Locale.ROOT).contains("utf") || told.equals("UTF-8");
    return utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
  }

  TextStyle ink() {
    return ink;
  }

  boolean isLive() {
    return live;
  }

  void line(String text) {
    clearStatus();
    out.println(drawable(text));
  }

  /** Prints a line that the next line replaces; prints no line where lines cannot be replaced. */
  void status(String text) {
    if (live) {
      out.print(START_OF_LINE + drawable(text));
      out.flush();
      statusShown = true;
    }
  }

  private void clearStatus() {
    if (statusShown) {
      out.print(START_OF_LINE);
      statusShown = false;
    }
  }

  private String drawable(String text) {
    return plainLetters ? ascii(text) : text;
  }

  private static String ascii(String text) {
    return text.replace('─', '-')
        .replace('✓', '+')
        .replace('✗', 'x')
        .replace('…', '~')
        .replace('·', '-');
  }
}
