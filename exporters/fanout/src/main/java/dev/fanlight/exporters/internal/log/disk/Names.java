/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short texts in a file: two bytes of length, then UTF-8. */
final class Names {

  /** Maximum length of a name in bytes: no header of ours gets near its bound. */
  static final int MAX_BYTES = 512;

  private static final int HASH_BYTES = 16;

  private Names() {}

  /** Returns a short name for a definition that reveals no part of it. */
  static String hash(String definition) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(definition.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Returns true if a name can be written. */
  static boolean fits(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  /** Bytes that a name takes. */
  static int sizeOf(String name) {
    return 2 + name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Writes a name. */
  static void put(ByteBuffer to, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the name " + name.substring(0, 40) + "… is longer than " + MAX_BYTES + " bytes");
    }
    to.putShort((short) bytes.length).put(bytes);
  }

  /** Reads a name. */
  static String get(ByteBuffer from) {
    int length = from.getShort();
    if (length < 0 || length > MAX_BYTES) {
      throw new IllegalArgumentException("out of range");
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return decode(bytes);
  }

  /**
   * Returns the text of these bytes.
   *
   * @throws IllegalArgumentException if it has a control character, which no valid name has
   */
  static String decode(byte[] utf8) {
    String name = new String(utf8, StandardCharsets.UTF_8);
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        throw new IllegalArgumentException("a control character in a name");
      }
    }
    return name;
  }
}
