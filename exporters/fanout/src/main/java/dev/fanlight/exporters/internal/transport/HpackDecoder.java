/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The decoder of header blocks (RFC 7541) of one connection; the sending thread only. */
final class HpackDecoder {

  /** A field; its name is in lower case. */
  record Field(String name, String value) {

    /** As the dynamic table counts it (RFC 7541, 4.1). */
    int size() {
      return name.length() + value.length() + 32;
    }
  }

  private static final int MAX_TABLE_BYTES = 4096;

  /** Appendix A: names and values in turn. */
  private static final String[] STATIC = {
    ":authority", "",
    ":method", "GET",
    ":method", "POST",
    ":path", "/",
    ":path", "/index.html",
    ":scheme", "http",
    ":scheme", "https",
    ":status", "200",
    ":status", "204",
    ":status", "206",
    ":status", "304",
    ":status", "400",
    ":status", "404",
    ":status", "500",
    "accept-charset", "",
    "accept-encoding", "gzip, deflate",
    "accept-language", "",
    "accept-ranges", "",
    "accept", "",
    "access-control-allow-origin", "",
    "age", "",
    "allow", "",
    "authorization", "",
    "cache-control", "",
    "content-disposition", "",
    "content-encoding", "",
    "content-language", "",
    "content-length", "",
    "content-location", "",
    "content-range", "",
    "content-type", "",
    "cookie", "",
    "date", "",
    "etag", "",
    "expect", "",
    "expires", "",
    "from", "",
    "host", "",
    "if-match", "",
    "if-modified-since", "",
    "if-none-match", "",
    "if-range", "",
    "if-unmodified-since", "",
    "last-modified", "",
    "link", "",
    "location", "",
    "max-forwards", "",
    "proxy-authenticate", "",
    "proxy-authorization", "",
    "range", "",
    "referer", "",
    "refresh", "",
    "retry-after", "",
    "server", "",
    "set-cookie", "",
    "strict-transport-security", "",
    "transfer-encoding", "",
    "user-agent", "",
    "vary", "",
    "via", "",
    "www-authenticate", ""
  };

  private static final int STATIC_SIZE = STATIC.length / 2;

  private final HpackHuffman huffman = new HpackHuffman();

  /** The newest first. */
  private final Deque<Field> table = new ArrayDeque<>();

  private int tableBytes;
  private int maxTableBytes = MAX_TABLE_BYTES;

  // of the block at hand
  private byte[] block = new byte[0];
  private int position;

  /** Returns the fields of a whole block. */
  List<Field> decode(byte[] wholeBlock) throws IOException {
    block = wholeBlock;
    position = 0;
    List<Field> fields = new ArrayList<>();
    while (position < block.length) {
      int first = block[position] & 0xff;
      if ((first & 0x80) != 0) {
        fields.add(indexed(integer(7)));
      } else if ((first & 0x40) != 0) {
        Field field = literal(6);
        remember(field);
        fields.add(field);
      } else if ((first & 0x20) != 0) {
        resize(integer(5));
      } else {
        fields.add(literal(4)); // without indexing, or never indexed
      }
    }
    return fields;
  }

  private Field literal(int prefixBits) throws IOException {
    int index = integer(prefixBits);
    String name = index == 0 ? string() : indexed(index).name();
    return new Field(name, string());
  }

  private Field indexed(int index) throws IOException {
    if (index >= 1 && index <= STATIC_SIZE) {
      return new Field(STATIC[2 * index - 2], STATIC[2 * index - 1]);
    }
    int left = index - STATIC_SIZE - 1;
    Iterator<Field> newestFirst = table.iterator();
    while (left > 0 && newestFirst.hasNext()) {
      newestFirst.next();
      left--;
    }
    if (left != 0 || !newestFirst.hasNext()) {
      throw broken();
    }
    return newestFirst.next();
  }

  private void remember(Field field) {
    table.addFirst(field);
    tableBytes += field.size();
    evict();
  }

  private void resize(int bytes) throws IOException {
    if (bytes > MAX_TABLE_BYTES) {
      throw broken();
    }
    maxTableBytes = bytes;
    evict();
  }

  private void evict() {
    while (tableBytes > maxTableBytes) {
      tableBytes -= table.removeLast().size();
    }
  }

  /** RFC 7541, 5.1. */
  private int integer(int prefixBits) throws IOException {
    int mask = (1 << prefixBits) - 1;
    int value = next() & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      int b = next();
      value += (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        return value;
      }
    }
    throw broken();
  }

  /** RFC 7541, 5.2. */
  private String string() throws IOException {
    boolean isHuffman = position < block.length && (block[position] & 0x80) != 0;
    int length = integer(7);
    if (length > block.length - position) {
      throw broken();
    }
    int from = position;
    position += length;
    return isHuffman
        ? huffman.decode(block, from, length)
        : new String(block, from, length, StandardCharsets.ISO_8859_1);
  }

  private int next() throws IOException {
    if (position >= block.length) {
      throw broken();
    }
    return block[position++] & 0xff;
  }

  private static IOException broken() {
    return new ProtocolException("the peer sent a header field that cannot be decoded");
  }
}
