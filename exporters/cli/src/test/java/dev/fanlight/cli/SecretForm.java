/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A way in which a secret gets into the file. */
enum SecretForm {
  TEXT("SECRET", ""),
  VARIABLE("${NOT_SET:-SECRET}", ""),
  FILE("${file:NAME}", "SECRET\n"),
  PEM_IN_VARIABLE("${NOT_SET:-PEM}", ""),
  PEM_IN_FILE("${file:NAME}", "PEM"),
  LINES("${file:NAME}", "SECRET\nSECRET-of-line-2\r\n\u2028SECRET-3\n\n"),
  IN_USER_INFO("https://user:${file:NAME}@host:99999/x", "SECRET"),
  IN_HOST("http://${file:NAME}.invalid:4318/{trace_id}", "SECRET"),
  IN_PATH("http://127.0.0.1:1/${file:NAME}/x", "SECRET"),
  IN_QUERY("http://127.0.0.1:1/x?key=${file:NAME}", "SECRET"),
  IN_FILE_NAME("/dev/null/${NOT_SET:-SECRET}/x", ""),
  IN_NUMBER("1${file:NAME}s", "SECRET");

  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\nSECRET\nSECRET+/=\n-----END PRIVATE KEY-----\n";

  private final String value;
  private final String content;

  SecretForm(String value, String content) {
    this.value = value;
    this.content = content;
  }

  /** Returns the value as YAML, and writes the file that it refers to. */
  String yaml(String secret, Path folder) throws IOException {
    if (!content.isEmpty()) {
      Files.writeString(folder.resolve(secret.substring(0, 6)), text(content, secret));
    }
    return '"' + text(value, secret).replace("\n", "\\n") + '"';
  }

  private static String text(String template, String secret) {
    return template
        .replace("PEM", PEM)
        .replace("SECRET", secret)
        .replace("NAME", secret.substring(0, 6));
  }
}
