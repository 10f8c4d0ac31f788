/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A builder of one JSON object on one line: keys and values alternate, then {@link #finish} returns the line.
 *
 * <p>For any text, the line is valid JSON in UTF-8, contains one line feed, at its end, and is not longer than its maximum.
 * Not thread-safe; reusable after {@link #begin}.
 */
public final class JsonLine {
  /** The maximum for fragments that are not written as lines. */
  public static final int NO_LIMIT = 1 << 24;

  /** The minimum of {@code maxBytes}: the fixed fields alone may need that size. */
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
   * @param maxBytes maximum length of the line, line feed included; at least {@link #MIN_LIMIT}
   * @param truncated key of the field that is {@code true} on a shortened line, and absent otherwise
   * @param mask a function that is applied to every string value
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

  /** Creates a line without a mask. */
  public JsonLine(int maxBytes, FieldKey truncated) {
    this(maxBytes, truncated, UnaryOperator.identity());
  }

  /** Starts a new line and discards the previous one. */
  public void begin() {
    bytes.truncate(0);
    nesting.backTo(null);
    truncated = false;
    pieces.clear();
    bytes.put('{');
  }

  /** Starts a field of the profile; a value must follow. */
  public JsonLine key(FieldKey key) {
    startField(key.group());
    bytes.put(key.quoted());
    return this;
  }

  /** Starts a field with a user key; a value must follow. */
  public JsonLine key(KeyPrefix prefix, String name) {
    startField(prefix.group());
    bytes.put(prefix.opening());
    bytes.escape(name);
    bytes.put('"');
    bytes.put(':');
    return this;
  }

  /** Writes fields that were encoded earlier, see {@link #fields()}. */
  public void fields(byte[] encoded) {
    if (encoded.length == 0) {
      return;
    }
    startField(null);
    bytes.put(encoded);
  }

  /** Returns the fields written so far, for {@link #fields(byte[])}. */
  public byte[] fields() {
    nesting.leaveAll();
    return bytes.copy(1);
  }

  /** Returns the number of fields that were started. */
  public int fieldCount() {
    return pieces.fieldCount();
  }

  /** Removes the last fields with their keys, finished or not, until {@code count} fields remain. */
  public void keepFields(int count) {
    while (pieces.fieldCount() > count) {
      bytes.truncate(pieces.lastFieldStart());
      nesting.backTo(pieces.lastFieldGroup());
      pieces.dropLastField();
    }
  }

  /** Marks the line as shortened. */
  public void markTruncated() {
    truncated = true;
  }

  /** Starts an object as a value; {@link #member} starts each of its members. */
  public void startObject() {
    bytes.put('{');
  }

  /** Starts a member of the object that was started last; a value must follow. */
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

  /** Starts an array as a value; {@link #element} starts each of its elements. */
  public void startArray() {
    bytes.put('[');
  }

  /** Starts an element of the array that was started last; a value must follow. */
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

  /** Starts a string in parts: {@link #append} any number of times, then {@link #endString}. */
  public void startString() {
    string.begin();
  }

  /** Appends the text to the open string, up to the size that a line can contain. */
  public void append(String text) {
    string.append(text);
  }

  /**
   * Ends the open string.
   *
   * @param shortenFirst true if this string is shortened before all other strings when the line is too long
   */
  public void endString(boolean shortenFirst) {
    truncated |= string.end(pieces, shortenFirst);
  }

  /** Returns the size of the open string in bytes. */
  public int stringBytes() {
    return string.size();
  }

  /** Removes all but the first {@code size} bytes of the open string; {@code size} is a result of {@link #stringBytes}. */
  public void rewindString(int size) {
    string.rewind(size);
  }

  public void number(long value) {
    bytes.number(value);
  }

  /** Writes a number from 0 with leading zeros; the caller guarantees that it has at most {@code width} digits. */
  public void digits(long value, int width) {
    bytes.digits(value, width);
  }

  /** Writes a finite number; JSON has no NaN and no infinity. */
  public void number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " is not a JSON number; write it as a string");
    }
    bytes.ascii(Double.toString(value));
  }

  /** Writes a number whose text is valid JSON. */
  public void numberText(String number) {
    bytes.ascii(number);
  }

  public void bool(boolean value) {
    bytes.put(value ? TRUE : FALSE);
  }

  /** Writes one ASCII character of a value without escaping. */
  public void put(char c) {
    bytes.put(c);
  }

  /** Ends the line and returns a copy of it, line feed included. */
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

  /** Returns the size of the buffer in bytes. */
  public int capacity() {
    return bytes.capacity();
  }

  private void startField(@Nullable FieldGroup group) {
    pieces.field(bytes.length(), nesting.open());
    nesting.next(group);
  }

  /** Returns the maximum size of the field {@code truncated}, which may need its own object. */
  private int truncatedBytes() {
    FieldGroup group = truncatedKey.group();
    return truncatedField.length + (group == null ? 0 : group.quoted().length + "{}".length());
  }

  /*
   * The object of the key is usually closed already and must not be opened a second time. The field after that object
   * starts with the closing braces of the object, innermost first; the flag is inserted before its brace.
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

  /** Returns the object that contains a field: the object that is open when the next field starts. */
  private @Nullable FieldGroup groupOf(int field) {
    return field + 1 < pieces.fieldCount() ? pieces.fieldGroup(field + 1) : nesting.open();
  }

  private int lengthWith(int more) {
    return bytes.length() + nesting.depth() + more + END;
  }

  /*
   * The stack trace is shortened first, then the longest strings, evenly. If the line is still too long, the last fields
   * are removed. The JSON stays valid.
   */
  private void shorten(int limit) {
    bytes.shorten(pieces, limit - nesting.depth());
    while (bytes.length() + nesting.depth() > limit) {
      keepFields(pieces.fieldCount() - 1);
    }
  }
}
