/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import dev.fanlight.exporters.spi.EncodedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JSON array of spans as bytes: knows where each element begins and ends, and nothing else of them. */
final class JsonArray {

  /*
   * Only brackets, commas and strings matter for finding the elements, and inside of a string only the quote and the
   * backslash: all of them ASCII, so that no byte of a longer UTF-8 sequence can be taken for one. Elements must be
   * objects, which is what spans are.
   */
  private final byte[] bytes;
  private int position;
  private final List<Element> elements = new ArrayList<>();

  private JsonArray(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Finds the elements.
   *
   * @throws IllegalArgumentException if the bytes are not an array of objects
   */
  static JsonArray of(byte[] bytes) {
    JsonArray array = new JsonArray(bytes);
    array.scan();
    return array;
  }

  private void scan() {
    expect('[');
    if (peek() != ']') {
      scanObject();
      while (peek() == ',') {
        position++;
        scanObject();
      }
    }
    expect(']');
    skipSpace();
    if (position != bytes.length) {
      throw malformed("something behind the array");
    }
  }

  private void scanObject() {
    if (peek() != '{') {
      throw malformed("no object");
    }
    int start = position;
    int depth = 0;
    do {
      switch (next()) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> skipString();
        default -> {}
      }
    } while (depth > 0);
    elements.add(new Element(start, position));
  }

  private void skipString() {
    for (byte b = next(); b != '"'; b = next()) {
      if (b == '\\') {
        next();
      }
    }
  }

  private byte next() {
    if (position == bytes.length) {
      throw malformed("no end");
    }
    return bytes[position++];
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw malformed("no " + wanted);
    }
    position++;
  }

  /** The next byte that is not space; zero at the end. */
  private byte peek() {
    skipSpace();
    return position == bytes.length ? 0 : bytes[position];
  }

  private void skipSpace() {
    while (position < bytes.length && isSpace(bytes[position])) {
      position++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private IllegalArgumentException malformed(String what) {
    return new IllegalArgumentException(
        "not a JSON array of spans: " + what + " at byte " + position + " of " + bytes.length);
  }

  int size() {
    return elements.size();
  }

  /** The same elements in arrays of at most that many elements and bytes, but of one element at least. */
  List<EncodedBatch> slice(int maxSpans, int maxBytes) {
    List<EncodedBatch> parts = new ArrayList<>();
    int from = 0;
    while (from < elements.size()) {
      long size = 2L + elements.get(from).size();
      int to = from + 1;
      while (to < elements.size()
          && to - from < maxSpans
          && size + 1 + elements.get(to).size() <= maxBytes) {
        size += 1 + elements.get(to).size();
        to++;
      }
      parts.add(part(elements.subList(from, to), (int) size));
      from = to;
    }
    return parts;
  }

  /** Returns the elements from one index to another as one array. */
  EncodedBatch part(int from, int to) {
    List<Element> spans = elements.subList(from, to);
    int size = 1;
    for (Element span : spans) {
      size += 1 + span.size();
    }
    return part(spans, size);
  }

  private EncodedBatch part(List<Element> spans, int size) {
    byte[] part = new byte[size];
    int at = 0;
    char separator = '[';
    for (Element span : spans) {
      part[at++] = (byte) separator;
      separator = ',';
      System.arraycopy(bytes, span.start, part, at, span.size());
      at += span.size();
    }
    part[at] = ']';
    return new EncodedBatch(part, spans.size());
  }

  /** One array with the elements of all; the outer brackets become commas. */
  static EncodedBatch join(List<EncodedBatch> batches) {
    List<EncodedBatch> filled =
        batches.stream().filter(batch -> batch.spans() > 0).toList();
    int size = 1;
    int spans = 0;
    for (EncodedBatch batch : filled) {
      requireBrackets(batch.bytes());
      size = Math.addExact(size, batch.bytes().length - 1);
      spans += batch.spans();
    }
    byte[] joined = new byte[size + (filled.isEmpty() ? 1 : 0)];
    joined[0] = '[';
    int at = 0;
    char separator = '[';
    for (EncodedBatch batch : filled) {
      joined[at++] = (byte) separator;
      separator = ',';
      int length = batch.bytes().length - 2;
      System.arraycopy(batch.bytes(), 1, joined, at, length);
      at += length;
    }
    joined[joined.length - 1] = ']';
    return new EncodedBatch(joined, spans);
  }

  private static void requireBrackets(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != '[' || bytes[bytes.length - 1] != ']') {
      throw new IllegalArgumentException("not a JSON array of spans: no brackets around "
          + Arrays.toString(Arrays.copyOf(bytes, Math.min(2, bytes.length))));
    }
  }

  /** From the opening brace to behind the closing one. */
  private record Element(int start, int end) {
    int size() {
      return end - start;
    }
  }
}
