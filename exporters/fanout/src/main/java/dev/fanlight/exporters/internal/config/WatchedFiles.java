/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.files.BoundedFileReader;
import dev.fanlight.exporters.internal.files.UnreadableFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The content of several files in one hash: after any kind of swap (file, link, folder), new content is a new hash.
 */
final class WatchedFiles {

  private WatchedFiles() {}

  /** The hash as things stand; a file that cannot be read counts by the reason. */
  static String hash(Collection<Path> files) {
    MessageDigest digest = sha256();
    files.stream().sorted().forEach(file -> {
      digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
      add(file, digest);
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }

  private static void add(Path file, MessageDigest digest) {
    try {
      byte[] content = BoundedFileReader.read(file);
      digest.update(content);
      Arrays.fill(content, (byte) 0); // it may be a secret
      digest.update((byte) 1);
    } catch (UnreadableFileException unreadable) {
      digest.update(unreadable.sentence().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }
}
