/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

/** The name of a parameter or key, as hashes of its parts. Confined to one thread. */
final class NameReader {

  /*
   * Letters are read in lower case, joints and brackets are left out: accessToken, access_token, access-token and
   * ACCESS_TOKEN are one name. A name has a hash for each part of it that the table knows:
   *   whole      all of it: apikey of "api.key"
   *   segment    behind the last full stop or bracket: password of "user[password]"
   *   lastWord   behind the last joint or hump: password of "newPassword"
   *   lastTwo    the last two words: apikey of "stripe_api_key"
   * The hash has 64 bits and is not compared with the name afterwards: a collision would mask one value too many.
   */
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final int MAX_LENGTH = 128;

  private boolean isComplete;
  private int words;
  private byte lastKind;
  private boolean newSegment;
  private boolean newWord;
  private long whole;
  private long segment;
  private long lastWord;
  private long lastTwo;

  /** Hash of a name of the table. */
  static long hashOf(String name) {
    NameReader read = of(name);
    return read.whole;
  }

  /** Reads a complete name. */
  static NameReader of(String name) {
    NameReader read = new NameReader();
    read.readAll(new CharReader(name), 0, name.length());
    return read;
  }

  /** Reads the name between the indexes. */
  void readAll(CharReader reader, int start, int end) {
    reset();
    isComplete = end - start <= MAX_LENGTH;
    int i = start;
    while (isComplete && i < end) {
      char c = reader.read(i);
      read(c, CharKind.of(c));
      i = reader.behind();
    }
  }

  private void reset() {
    words = 1;
    lastKind = CharKind.OTHER;
    newSegment = false;
    newWord = false;
    whole = SEED;
    segment = SEED;
    lastWord = SEED;
    lastTwo = SEED;
  }

  /** Returns true if the whole name was read; no name of the table is longer than the maximum. */
  boolean isComplete() {
    return isComplete;
  }

  private void read(char c, byte kind) {
    boolean isSystemProperty = c == 'D' && lastKind == CharKind.JOINT && whole == SEED;
    switch (kind) {
      case CharKind.JOINT, CharKind.SPACE -> {
        newWord = true;
        newSegment |= c == '.';
      }
      case CharKind.BRACKET -> {
        newWord |= c == '[';
        newSegment |= c == '[';
      }
      case CharKind.DIGIT -> {
        if (!newSegment) { // an index is no name: passwords[0]
          add(c);
        }
      }
      case CharKind.UPPER -> {
        newWord |= lastKind != CharKind.UPPER;
        if (!isSystemProperty) { // the D of -Dapi.key=x
          add((char) (c + ('a' - 'A')));
        }
      }
      default -> add(c);
    }
    lastKind = kind;
  }

  private void add(char c) {
    if (newSegment) {
      segment = SEED;
      newSegment = false;
    }
    if (newWord && whole != SEED) {
      lastTwo = lastWord;
      lastWord = SEED;
      words++;
    }
    newWord = false;
    whole = hash(whole, c);
    segment = hash(segment, c);
    lastWord = hash(lastWord, c);
    lastTwo = hash(lastTwo, c);
  }

  private static long hash(long before, char c) {
    return (before ^ c) * PRIME;
  }

  long whole() {
    return whole;
  }

  long segment() {
    return segment;
  }

  long lastWord() {
    return lastWord;
  }

  long lastTwo() {
    return lastTwo;
  }

  boolean hasSeveralWords() {
    return words > 1;
  }
}
