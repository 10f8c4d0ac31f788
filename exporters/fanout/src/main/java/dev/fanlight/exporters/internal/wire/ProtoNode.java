/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A message taken apart: the repeated field that is walked down, and all its other fields as one run of bytes. */
final class ProtoNode {

  private final byte[] head;
  private final List<Child> children;

  private ProtoNode(byte[] head, List<Child> children) {
    this.head = head;
    this.children = children;
  }

  static ProtoNode read(ProtoReader message, byte[] bytes, int childNumber) {
    List<Child> children = new ArrayList<>();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (message.next()) {
      if (message.isAt(childNumber)) {
        children.add(new Child(message.message(), message.start(), message.end()));
      } else {
        head.write(bytes, message.start(), message.end() - message.start());
      }
    }
    return new ProtoNode(head.toByteArray(), children);
  }

  /** Every field but the children, known or not, as it came. */
  byte[] head() {
    return head;
  }

  /** The children in order. */
  List<Child> children() {
    return children;
  }

  /**
   * An occurrence of the repeated field.
   *
   * @param message over its value
   * @param start of its tag
   * @param end behind its value
   */
  record Child(ProtoReader message, int start, int end) {
    int size() {
      return end - start;
    }
  }
}
