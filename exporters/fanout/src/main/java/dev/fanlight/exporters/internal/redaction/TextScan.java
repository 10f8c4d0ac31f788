/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import dev.fanlight.exporters.internal.redaction.SecretNames.Verdict;
import org.jspecify.annotations.Nullable;

/** The scan of one text, from left to right. Used once, by one thread. */
final class TextScan {

  /** The kind of text. */
  enum Shape {
    /** Anything: an address ends at the first blank or quote. */
    TEXT,
    /** An address, a path with its query, or a query or fragment alone: begins with a parameter, may contain blanks. */
    ADDRESS,
    /** A connection string: as an address; blanks separate parameters, and braces and quotes surround values. */
    CONNECTION
  }

  static final String MASK = "REDACTED";
  static final int LONG_VALUE = 16;

  private final CharSequence text;
  private final int length;
  private final Shape shape;
  private final SecretNames names;

  private final CharReader reader;
  private final NameReader name = new NameReader();
  private @Nullable LookAhead lookAhead; // created on demand: most texts need none

  private int nameStart = -1; // -1: no name can end here
  private boolean nameIsEmpty; // only blanks so far
  private boolean nameIsQuoted; // the name began with a quote
  private int nameEnd = -1; // index of its closing quote; -1 while it was not read
  private byte before = CharKind.SPACE; // kind of the character before
  private int copied;
  private @Nullable StringBuilder out;

  TextScan(CharSequence text, Shape shape, SecretNames names) {
    this.text = text;
    this.length = text.length();
    this.shape = shape;
    this.names = names;
    this.reader = new CharReader(text);
  }

  /** Returns the masked text; the same object if it has no secret. */
  CharSequence masked() {
    if (shape != Shape.TEXT) {
      startName(0, false);
    }
    int i = 0;
    while (i < length) {
      i = nameStart < 0 ? behindPlainText(i) : behindWord(i);
      if (i < length) {
        char c = reader.read(i);
        byte kind = CharKind.of(c);
        i = next(i, c, kind);
        before = kind;
      }
    }
    return out == null ? text : out.append(text, copied, length);
  }

  /** Returns the index of the next character that can begin a construct, from a place where no name can be. */
  private int behindPlainText(int index) {
    int i = index;
    while (i < length && !begins(i, text.charAt(i))) {
      i++;
    }
    before = i > index ? CharKind.of(text.charAt(i - 1)) : before;
    return i;
  }

  private boolean begins(int index, char c) {
    if (!CharKind.isSign(c)) {
      return c <= ' ' && shape == Shape.CONNECTION;
    }
    return switch (c) {
      case 'b', 'B', '/', '-' -> index == 0 || !isWord(CharKind.of(text.charAt(index - 1)));
      default -> true;
    };
  }

  /** In a name: returns the index behind the rest of the word, if the scan is within one. */
  private int behindWord(int index) {
    int i = index;
    while (i < length && isWord(before)) {
      byte kind = CharKind.of(text.charAt(i));
      if (!isWord(kind)) {
        break;
      }
      before = kind;
      i++;
    }
    return i;
  }

  /** Handles the character that was just read; returns the index to go on at. */
  private int next(int i, char c, byte kind) {
    int behind = reader.behind();
    switch (kind) {
      case CharKind.LOWER, CharKind.UPPER, CharKind.DIGIT -> {
        if ((c == 'b' || c == 'B') && !isWord(before)) {
          int end = behindScheme(i);
          if (end > i) {
            stopName();
            return end;
          }
        }
        readName();
      }
      case CharKind.JOINT -> {
        if (c == '-' && (before == CharKind.SPACE || before == CharKind.QUOTE)) {
          startName(i, false); // an option of a command: --password=x
          nameIsEmpty = false;
        } else if (nameStart >= 0 && !nameIsEmpty) {
          readName();
        }
      }
      case CharKind.BRACKET -> {
        if (c == '[' && (nameStart < 0 || nameIsEmpty)) {
          startName(behind, false); // the first field of a printed record
        } else {
          readName();
        }
      }
      case CharKind.SEPARATOR, CharKind.FIELD -> startName(behind, false);
      case CharKind.SPACE -> {
        if (shape == Shape.CONNECTION && nameStart < 0) {
          startName(behind, false);
        }
      }
      case CharKind.QUOTE -> readQuote(i, behind);
      case CharKind.EQUALS -> {
        return behindValue(i, behind, reader.depth());
      }
      case CharKind.COLON -> {
        if (nameEnd >= 0) {
          return behindValue(i, behind, reader.depth());
        }
        stopName();
        return behindUserInfo(behind, true);
      }
      case CharKind.SLASH -> {
        stopName();
        if (!isWord(before) && before != CharKind.SLASH && before != CharKind.COLON) {
          return behindUserInfo(i, false);
        }
      }
      default -> stopName();
    }
    return behind;
  }

  private static boolean isWord(byte kind) {
    return kind >= CharKind.LOWER && kind <= CharKind.JOINT;
  }

  private void startName(int index, boolean isQuoted) {
    nameStart = index;
    nameIsEmpty = true;
    nameIsQuoted = isQuoted;
    nameEnd = -1;
  }

  private void stopName() {
    nameStart = -1;
    nameEnd = -1;
  }

  /** A name has no blank within, but in a connection string: {@code User Password=x}. */
  private void readName() {
    boolean isSecondWord = before == CharKind.SPACE && !nameIsEmpty && shape != Shape.CONNECTION;
    if (nameEnd >= 0 || isSecondWord) {
      stopName();
    }
    nameIsEmpty = false;
  }

  private void readQuote(int index, int behind) {
    if (nameStart >= 0 && nameIsQuoted && nameEnd < 0 && !nameIsEmpty) {
      nameEnd = index;
    } else {
      startName(behind, true);
    }
  }

  /** Masks the value that begins behind an equals sign or colon if the name says so; returns the index to go on at. */
  private int behindValue(int sign, int behind, int depth) {
    boolean isJson = nameEnd >= 0;
    boolean isNamed = nameStart >= 0 && !nameIsEmpty;
    if (isNamed) {
      name.readAll(reader, nameStart, isJson ? nameEnd : sign);
    }
    stopName();
    Verdict verdict = isNamed && name.isComplete() ? names.ofParameter(name) : Verdict.OPEN;
    return verdict == Verdict.OPEN
        ? behind
        : maskedValue(behindSpaces(behind), depth, verdict, isJson);
  }

  private int maskedValue(int start, int depth, Verdict verdict, boolean isJson) {
    if (start >= length) {
      return start;
    }
    char open = reader.read(start);
    if (CharKind.of(open) == CharKind.QUOTE) {
      return maskedQuote(start, open, depth, verdict, isJson);
    }
    if (isJson) { // a number, which is no text, or an object
      return start;
    }
    if (open == '{' && shape != Shape.TEXT) {
      return maskedQuote(start, open, depth, verdict, false);
    }
    int from = open == '[' && shape == Shape.TEXT ? reader.behind() : start; // a printed list
    return maskedWord(from, depth, verdict);
  }

  /** Running text keeps its quotes; a quote there may as well be the one that ends the address. */
  private int maskedQuote(int start, char open, int depth, Verdict verdict, boolean isJson) {
    int inside = reader.behind();
    int backslashes = reader.backslashes();
    boolean keepsQuotes = shape == Shape.TEXT || isJson;
    if (keepsQuotes && !isJson && !beginsValue(inside)) {
      return start;
    }
    int end = ahead().closing(open, backslashes, inside);
    if (end < 0) {
      return maskedWord(keepsQuotes ? inside : start, depth, verdict);
    }
    int from = keepsQuotes ? inside : start;
    int to = keepsQuotes ? end : ahead().endOfValue(ahead().behind(end), depth);
    return mask(from, to, verdict) ? to : start;
  }

  private boolean beginsValue(int index) {
    if (index >= length) {
      return false;
    }
    byte kind = CharKind.of(reader.read(index));
    return (kind >= CharKind.LOWER && kind <= CharKind.DIGIT)
        || kind == CharKind.JOINT
        || kind == CharKind.OTHER;
  }

  private int maskedWord(int start, int depth, Verdict verdict) {
    int from = start;
    int behindScheme = TokenText.behindScheme(text, start);
    if (behindScheme > 0) { // Authorization=Bearer x: the scheme is no secret, the next word is
      from = behindSpaces(behindScheme);
      from = from == behindScheme ? start : from;
    }
    int end =
        names.isSession(name) ? ahead().endOfSession(from, depth) : ahead().endOfValue(from, depth);
    return mask(from, end, verdict) ? end : start;
  }

  /** Blanks may be percent-encoded, as the names and values of a JSON document in an address are. */
  private int behindSpaces(int index) {
    int i = index;
    while (i < length && reader.read(i) == ' ') {
      i = reader.behind();
    }
    return i;
  }

  private boolean mask(int start, int end, Verdict verdict) {
    boolean isSecret = end > start
        && (verdict == Verdict.SECRET || ahead().isLongWithDigit(start, end))
        && !isPlaceholder(start, end);
    if (isSecret) {
      replace(start, end, MASK);
    }
    return isSecret;
  }

  /** Returns true if the value is a placeholder: masked before, a variable of a template, or a word of a language. */
  private boolean isPlaceholder(int start, int end) {
    return ahead().isAt(start, end, MASK)
        || (shape != Shape.CONNECTION && PlaceholderValues.contain(text, start, end));
  }

  /** Masks user name and password if an address begins; returns the index to go on at. */
  private int behindUserInfo(int slashes, boolean hasScheme) {
    if (slashes >= length || reader.read(slashes) != '/') {
      return slashes;
    }
    int depth = reader.depth();
    int second = reader.behind();
    if (second >= length || reader.read(second) != '/') {
      return second;
    }
    int start = reader.behind();
    depth = Math.max(depth, reader.depth());
    before = CharKind.SLASH;
    UrlAuthority authority = UrlAuthority.read(reader, length, start, depth);
    int at = authority.at();
    if (at < 0 && authority.mayBeCut()) {
      at = ahead().atInWord(authority.end(), depth);
    }
    if (at <= start || (!hasScheme && !authority.hasPassword())) {
      return start;
    }
    String mask = authority.hasPassword() ? MASK + ":" + MASK : MASK;
    if (!ahead().isAt(start, at, mask)) {
      replace(start, at, mask);
    }
    return at;
  }

  /** Masks the token behind {@code Bearer} or {@code Basic}; returns the index behind it, or the given one. */
  private int behindScheme(int index) {
    int behind = TokenText.behindScheme(text, index);
    if (behind < 0) {
      return index;
    }
    int start = behind;
    while (start < length && CharKind.of(reader.read(start)) == CharKind.SPACE) {
      start = reader.behind();
    }
    if (start > behind && start < length && CharKind.of(reader.value()) == CharKind.QUOTE) {
      start = reader.behind();
    }
    if (start == behind || start >= length) {
      return index;
    }
    int end = TokenText.endOf(text, start);
    if (end < 0) {
      return index;
    }
    replace(start, end, MASK);
    return end;
  }

  private LookAhead ahead() {
    LookAhead made = lookAhead;
    if (made == null) {
      made = new LookAhead(text, shape == Shape.TEXT);
      lookAhead = made;
    }
    return made;
  }

  private void replace(int start, int end, String mask) {
    StringBuilder result = out == null ? new StringBuilder(length) : out;
    out = result.append(text, copied, start).append(mask);
    copied = end;
  }
}
