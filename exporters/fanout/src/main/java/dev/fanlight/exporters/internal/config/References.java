/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.Value.Text;
import dev.fanlight.exporters.internal.lane.Fingerprint;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts in what the texts of one part of the file refer to, and remembers it: the files, to watch them; the secrets from
 * files, to read them again; and a fingerprint of everything that was read.
 *
 * <p>A secret from a file enters the fingerprint by its path: when the file changes, whoever holds the secret gets the
 * new text, and nothing needs to be built anew.
 */
final class References {

  private final Surroundings surroundings;
  private final Folders folders;
  private final boolean mayBeMissing;
  private final Set<Path> files = new LinkedHashSet<>();
  private final List<Secret> fileSecrets = new ArrayList<>();
  private final List<String> read = new ArrayList<>();

  /**
   * The references of one part of the file.
   *
   * @param folders that relative paths start from, by document
   * @param mayBeMissing whether required keys, variables and files may be absent, because the part is switched off
   */
  References(Surroundings surroundings, Folders folders, boolean mayBeMissing) {
    this.surroundings = surroundings;
    this.folders = folders;
    this.mayBeMissing = mayBeMissing;
  }

  boolean mayBeMissing() {
    return mayBeMissing;
  }

  /** The scalar's text with everything put in. */
  String text(Text text, String path) {
    Substitution substitution = substitution(text);
    files.addAll(substitution.files());
    String resolved = resolve(substitution);
    note(path, resolved);
    return resolved;
  }

  /** The scalar as a secret; one that comes from a file can be read again. */
  Secret secret(Text text, String path) {
    Substitution substitution = substitution(text);
    if (substitution.files().isEmpty()) {
      return Secret.of(text(text, path));
    }
    files.addAll(substitution.files());
    Secret secret = Secret.readBy(() -> nonEmpty(resolve(substitution)));
    fileSecrets.add(secret);
    note(path, text.raw());
    return secret;
  }

  /** Lets something else count in the fingerprint. */
  void note(String path, String content) {
    read.add(path);
    read.add(content);
  }

  /** A file that counts by its content. */
  void noteFile(String path, Path file) {
    files.add(file);
    note(path, Surroundings.read(file));
  }

  /** Relative to the folder of the document that names it. */
  Path inFolder(Place place, Path path) {
    return folders.of(place).resolve(path);
  }

  Set<Path> files() {
    return files;
  }

  List<Secret> fileSecrets() {
    return fileSecrets;
  }

  /** Of everything read so far. */
  Fingerprint fingerprint() {
    return Fingerprint.of(read);
  }

  private Substitution substitution(Text text) {
    try {
      return Substitution.of(text.raw(), folders.of(text.place()));
    } catch (IllegalArgumentException malformed) {
      throw new Missing(messageOf(malformed));
    }
  }

  private String resolve(Substitution substitution) {
    try {
      return substitution.resolve(surroundings);
    } catch (IllegalArgumentException missing) {
      throw new Missing(messageOf(missing));
    }
  }

  private static String messageOf(IllegalArgumentException problem) {
    boolean isOurs = problem.getClass() == IllegalArgumentException.class;
    return isOurs
        ? ForeignText.ownMessage(problem)
        : "names no usable path"; // others quote the text
  }

  private static String nonEmpty(String text) {
    if (text.isEmpty()) {
      throw new Missing("the secret's file is empty");
    }
    return text;
  }

  /** What a text refers to is not there. */
  static final class Missing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    Missing(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }
}
