/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on one line, under construction: keys and values in turn, then {@link #finish}.
 *
 * <p>Whatever the text, the line is valid JSON in UTF-8, ends in the only line feed it holds, and is no longer than its
 * limit. Not thread-safe; reusable after {@link #begin}.
 */
public final class JsonLine {
  /** For lines that are never read as lines. */
  public static final int NO_LIMIT = 1 << 24;

  /** The lowest limit: the fixed fields alone may need that much. */
  public static final int MIN_LIMIT = 2048;

  private static final byte[] NULL = "null".getBytes(UTF_8);
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] FALSE = "false".getBytes(UTF_8);
  private static final int END = "}\n".length();

  private final int maxBytes;
  private final FieldKey truncatedKey;
  private final byte[] truncatedField;
  private final TruncationIndex pieces = new TruncationIndex();
  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private final ObjectNesting nesting = new ObjectNesting(bytes);
  private final JsonStringWriter string;
  private boolean truncated;

  /**
   * @param maxBytes the longest line, its line feed included; at least {@link #MIN_LIMIT}
   * @param truncated the key of the field that says, with {@code true}, that something was left out
   * @param mask what every string value goes through
   */
  public JsonLine(int maxBytes, FieldKey truncated, UnaryOperator<String> mask) {
    if (maxBytes < MIN_LIMIT) {
      throw new IllegalArgumentException(
          "maxBytes is " + maxBytes + ", which is less than " + MIN_LIMIT);
    }
    this.maxBytes = maxBytes;
    this.string = new JsonStringWriter(bytes, maxBytes, mask);
    this.truncatedKey = truncated;
    this.truncatedField = (',' + new String(truncated.quoted(), UTF_8) + "true").getBytes(UTF_8);
  }

  /** A line whose strings need no mask. */
  public JsonLine(int maxBytes, FieldKey truncated) {
    this(maxBytes, truncated, UnaryOperator.identity());
  }

  /** Starts a new line; what was held before is gone. */
  public void begin() {
    bytes.truncate(0);
    nesting.backTo(null);
    truncated = false;
    pieces.clear();
    bytes.put('{');
  }

  /** Starts a field of ours; a value must follow. */
  public JsonLine key(FieldKey key) {
    startField(key.group());
    bytes.put(key.quoted());
    return this;
  }

  /** Starts a field that the user named; a value must follow. */
  public JsonLine key(KeyPrefix prefix, String name) {
    startField(prefix.group());
    bytes.put(prefix.opening());
    bytes.escape(name);
    bytes.put('"');
    bytes.put(':');
    return this;
  }

  /** Writes fields encoded before, by {@link #fields}. */
  public void fields(byte[] encoded) {
    if (encoded.length == 0) {
      return;
    }
    startField(null);
    bytes.put(encoded);
  }

  /** The fields written so far, for {@link #fields(byte[])}. */
  public byte[] fields() {
    nesting.leaveAll();
    return bytes.copy(1);
  }

  /** How many fields were started. */
  public int fieldCount() {
    return pieces.fieldCount();
  }

  /** Takes fields back, keys and all, finished or not, so that {@code count} remain. */
  public void keepFields(int count) {
    while (pieces.fieldCount() > count) {
      bytes.truncate(pieces.lastFieldStart());
      nesting.backTo(pieces.lastFieldGroup());
      pieces.dropLastField();
    }
  }

  /** Says on the line that something was left out. */
  public void markTruncated() {
    truncated = true;
  }

  /** An object as a value; {@link #member} starts each of its members. */
  public void startObject() {
    bytes.put('{');
  }

  /** Starts a member of an object that was started last. */
  public void member(String name) {
    element();
    bytes.put('"');
    bytes.escape(name);
    bytes.put('"');
    bytes.put(':');
  }

  public void endObject() {
    bytes.put('}');
  }

  /** An array as a value; {@link #element} starts each of its elements. */
  public void startArray() {
    bytes.put('[');
  }

  /** Starts an element of an array that was started last; a value must follow. */
  public void element() {
    byte last = bytes.last();
    if (last != '{' && last != '[') {
      bytes.put(',');
    }
  }

  public void endArray() {
    bytes.put(']');
  }

  public void string(@Nullable String value) {
    if (value == null) {
      bytes.put(NULL);
      return;
    }
    startString();
    append(value);
    endString(false);
  }

  /** A string written piece by piece: {@link #append} any number of times, then {@link #endString}. */
  public void startString() {
    string.begin();
  }

  /** Adds to the open string as much of the text as a line can hold. */
  public void append(String text) {
    string.append(text);
  }

  /**
   * Ends the open string.
   *
   * @param shortenFirst whether this string gives way before all others when the line is too long
   */
  public void endString(boolean shortenFirst) {
    truncated |= string.end(pieces, shortenFirst);
  }

  /** How many bytes the open string has so far. */
  public int stringBytes() {
    return string.size();
  }

  /** Takes back all but the first bytes of the open string; {@code size} was told by {@link #stringBytes}. */
  public void rewindString(int size) {
    string.rewind(size);
  }

  public void number(long value) {
    bytes.number(value);
  }

  /** Digits of a value from 0, with leading zeros; the caller knows that it fits. */
  public void digits(long value, int width) {
    bytes.digits(value, width);
  }

  /** A finite number; JSON has no other. */
  public void number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " is no JSON number; write it as a string");
    }
    bytes.ascii(Double.toString(value));
  }

  /** A number whose text is known to be JSON. */
  public void numberText(String number) {
    bytes.ascii(number);
  }

  public void bool(boolean value) {
    bytes.put(value ? TRUE : FALSE);
  }

  /** One ASCII character of a value, as it is. */
  public void put(char c) {
    bytes.put(c);
  }

  /** Ends the line and returns it, its line feed included, as an array of the caller's own. */
  public byte[] finish() {
    if (lengthWith(0) > maxBytes) {
      truncated = true;
    }
    if (truncated && lengthWith(truncatedBytes()) > maxBytes) {
      shorten(maxBytes - truncatedBytes() - END);
    }
    if (truncated) {
      writeTruncated();
    }
    nesting.leaveAll();
    bytes.put('}');
    bytes.put('\n');
    return bytes.copy(0);
  }

  /** How much memory this line holds on to. */
  public int capacity() {
    return bytes.capacity();
  }

  private void startField(@Nullable FieldGroup group) {
    pieces.field(bytes.length(), nesting.open());
    nesting.next(group);
  }

  /** At most: in an object of its own. */
  private int truncatedBytes() {
    FieldGroup group = truncatedKey.group();
    return truncatedField.length + (group == null ? 0 : group.quoted().length + "{}".length());
  }

  /*
   * The object that the key belongs to was most likely left long ago, and must not be opened a second time. The field that
   * follows it starts with the braces that end it, innermost first.
   */
  private void writeTruncated() {
    FieldGroup group = truncatedKey.group();
    for (int i = 1; group != null && i < pieces.fieldCount(); i++) {
      FieldGroup open = pieces.fieldGroup(i);
      if (open != null && group.holds(open) && !group.holds(groupOf(i))) {
        int inner = open.depth() - group.depth();
        bytes.insert(pieces.fieldStart(i) + inner, truncatedField);
        return;
      }
    }
    nesting.next(group);
    bytes.put(truncatedKey.quoted());
    bytes.put(TRUE);
  }

  /** The object that a field stands in: the open one when the next field starts. */
  private @Nullable FieldGroup groupOf(int field) {
    return field + 1 < pieces.fieldCount() ? pieces.fieldGroup(field + 1) : nesting.open();
  }

  private int lengthWith(int more) {
    return bytes.length() + nesting.depth() + more + END;
  }

  /*
   * First the stack trace gives way, then the longest strings, evenly; if there are so many fields that not even that
   * helps, the last ones go. The JSON is never cut.
   */
  private void shorten(int limit) {
    bytes.shorten(pieces, limit - nesting.depth());
    while (bytes.length() + nesting.depth() > limit) {
      keepFields(pieces.fieldCount() - 1);
    }
  }
}
