/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import dev.fanlight.exporters.spi.EncodedBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of a slice while it fills: knows its exact size before each span is taken. */
final class OtlpPart {

  private final byte[] source;
  private final byte[] head;
  private final List<Group> resources = new ArrayList<>();
  private @Nullable Group resource;
  private @Nullable Group scope;
  private int spans;
  private int closedBytes; // the head and all resources but the open one

  OtlpPart(byte[] source, byte[] head) {
    this.source = source;
    this.head = head;
    this.closedBytes = head.length;
  }

  int spans() {
    return spans;
  }

  /** Returns true if the span would break a limit; never true of the first span. */
  boolean isFull(
      ProtoNode resourceNode,
      ProtoNode scopeNode,
      ProtoNode.Child span,
      int maxSpans,
      int maxBytes) {
    if (spans == 0) {
      return false;
    }
    return spans == maxSpans || sizeWith(resourceNode, scopeNode, span) > maxBytes;
  }

  private long sizeWith(ProtoNode resourceNode, ProtoNode scopeNode, ProtoNode.Child span) {
    long sameScope = bodyOf(scope, scopeNode) + span.size();
    long sameResource = bodyOf(resource, resourceNode) + framed(sameScope);
    if (isOpen(resource, resourceNode)) {
      sameResource -= isOpen(scope, scopeNode) ? framed(bodyOf(scope, scopeNode)) : 0;
      return closedBytes + framed(sameResource);
    }
    return closedBytes + (resource == null ? 0 : framed(resource.size)) + framed(sameResource);
  }

  private static long bodyOf(@Nullable Group open, ProtoNode node) {
    return open != null && open.node == node ? open.size : node.head().length;
  }

  private static boolean isOpen(@Nullable Group open, ProtoNode node) {
    return open != null && open.node == node;
  }

  void add(ProtoNode resourceNode, ProtoNode scopeNode, ProtoNode.Child span) {
    Group r = resource;
    if (r == null || r.node != resourceNode) {
      closedBytes += r == null ? 0 : (int) framed(r.size);
      r = new Group(resourceNode);
      resources.add(r);
      resource = r;
      scope = null;
    }
    Group s = scope;
    if (s == null || s.node != scopeNode) {
      s = new Group(scopeNode);
      r.groups.add(s);
      r.size += (int) framed(s.size);
      scope = s;
    }
    r.size -= (int) framed(s.size);
    s.spans.add(span);
    s.size += span.size();
    r.size += (int) framed(s.size);
    spans++;
  }

  /** Size of a message of {@code size} bytes as a field with a one-byte tag. */
  private static long framed(long size) {
    return 1 + varintSize(size) + size;
  }

  private static int varintSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  EncodedBatch toBatch() {
    int size = closedBytes + (resource == null ? 0 : (int) framed(resource.size));
    Output out = new Output(size);
    out.write(head);
    for (Group r : resources) {
      out.open(OtlpSlicer.RESOURCE_SPANS, r.size);
      out.write(r.node.head());
      for (Group s : r.groups) {
        out.open(OtlpSlicer.SCOPE_SPANS, s.size);
        out.write(s.node.head());
        s.spans.forEach(span -> out.write(source, span.start(), span.size()));
      }
    }
    return new EncodedBatch(out.bytes, spans);
  }

  /** A ResourceSpans or ScopeSpans of this part. */
  private static final class Group {
    final ProtoNode node;
    final List<Group> groups = new ArrayList<>();
    final List<ProtoNode.Child> spans = new ArrayList<>();
    int size;

    Group(ProtoNode node) {
      this.node = node;
      this.size = node.head().length;
    }
  }

  /** Fills an array of the size foreseen. */
  private static final class Output {
    final byte[] bytes;
    private int position;

    Output(int size) {
      bytes = new byte[size];
    }

    void write(byte[] source) {
      write(source, 0, source.length);
    }

    void write(byte[] source, int from, int length) {
      System.arraycopy(source, from, bytes, position, length);
      position += length;
    }

    void open(int fieldNumber, int size) {
      bytes[position++] = (byte) (fieldNumber << 3 | 2);
      int rest = size;
      while (rest > 0x7f) {
        bytes[position++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      bytes[position++] = (byte) rest;
    }
  }
}
