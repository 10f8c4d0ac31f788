/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM file by their label. Everything between blocks is skipped, as RFC 7468 (section 2, "explanatory
 * text") wants it: OpenSSL writes bag attributes there, editors a byte order mark. One pass over the text.
 */
final class PemBlocks {

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private PemBlocks() {}

  /**
   * Returns the decoded blocks with one of the labels, in the order of the text.
   *
   * @throws IllegalArgumentException if such a block has no end or is not base64
   */
  static List<byte[]> of(String text, List<String> labels) {
    List<byte[]> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int label = begin + BEGIN.length();
      int body = text.indexOf(DASHES, label);
      int end = body < 0 ? -1 : text.indexOf("-----END ", body + DASHES.length());
      if (end < 0) {
        throw new IllegalArgumentException("a block has no end");
      }
      if (labels.contains(text.substring(label, body))) {
        blocks.add(Base64.getMimeDecoder().decode(text.substring(body + DASHES.length(), end)));
      }
      begin = text.indexOf(BEGIN, end);
    }
    return blocks;
  }
}
