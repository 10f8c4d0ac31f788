/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import dev.fanlight.exporters.spi.EncodedBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JSON array of spans as bytes, with the position of each element; the content of elements is not parsed. */
final class JsonArray {

  /*
   * The scan needs only brackets, commas and strings, and inside a string only the quote and the backslash. These are ASCII,
   * so no byte of a longer UTF-8 sequence can be mistaken for one. Elements must be objects, as spans are.
   */
  private final byte[] bytes;
  private int position;
  private final List<Element> elements = new ArrayList<>();

  private JsonArray(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the array with the positions of its elements.
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
      throw malformed("unexpected bytes after the array");
    }
  }

  private void scanObject() {
    if (peek() != '{') {
      throw malformed("an element is not an object");
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
      throw malformed("unexpected end");
    }
    return bytes[position++];
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw malformed("missing " + wanted);
    }
    position++;
  }

  /** Returns the next byte that is not white space, without consuming it; zero at the end. */
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

  private IllegalArgumentException malformed(String problem) {
    return new IllegalArgumentException(
        "not a JSON array of spans: " + problem + " at byte " + position + " of " + bytes.length);
  }

  int size() {
    return elements.size();
  }

  /**
   * Returns the elements in arrays of at most {@code maxSpans} elements and {@code maxBytes} bytes; each array has at least
   * one element.
   */
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

  /** Returns one array with the elements of all batches; inner brackets are replaced by commas. */
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
      throw new IllegalArgumentException(
          "not a JSON array of spans: missing brackets at the ends; first bytes "
              + Arrays.toString(Arrays.copyOf(bytes, Math.min(2, bytes.length))));
    }
  }

  /** The position of an element: its opening brace, inclusive, to after its closing brace. */
  private record Element(int start, int end) {
    int size() {
      return end - start;
    }
  }
}
