/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A header block that is written (RFC 7541, 6.2.3): literals that no proxy may put into a table. */
final class HpackWriter {

  /**
   * Sets the size of the encoder's table to zero. A peer with a maximum below the initial one waits for that at the
   * start of a block (RFC 7541, 4.2).
   */
  static final byte NO_TABLE = 0x20;

  private static final int NEVER_INDEXED = 0x10;

  private final ByteArrayOutputStream block = new ByteArrayOutputStream(512);

  /** Adds a field; its name is in lower case. */
  HpackWriter add(String name, String value) {
    block.write(NEVER_INDEXED);
    string(name);
    string(value);
    return this;
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int mask = 0x7f;
    if (bytes.length < mask) {
      block.write(bytes.length);
    } else {
      block.write(mask);
      int rest = bytes.length - mask;
      for (; rest >= 0x80; rest >>>= 7) {
        block.write((rest & 0x7f) | 0x80);
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  byte[] block() {
    return block.toByteArray();
  }
}
