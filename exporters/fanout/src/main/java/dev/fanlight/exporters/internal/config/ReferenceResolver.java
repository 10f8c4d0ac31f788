/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Text;
import dev.fanlight.exporters.internal.files.BoundedFileReader;
import dev.fanlight.exporters.internal.files.UnreadableFileException;
import dev.fanlight.exporters.internal.files.WriteAccess;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Resolves the references in the texts of one part of the file, and records them: the files, to watch them; the
 * secrets from files, to read them again; and a fingerprint of everything that was read.
 *
 * <p>A secret from a file enters the fingerprint by its path: when the file changes, the holders of the secret get the
 * new text, and no lane needs to be built anew.
 */
final class ReferenceResolver {

  /** A folder that is made, and shown in many messages: a secret in the wrong place must not become one. */
  private static final String FOLDER_OF_BATCHES = "buffer.disk.path";

  private final ConfigEnvironment surroundings;
  private final BaseFolders folders;
  private final boolean mayBeMissing;
  private final boolean acceptsDashes;
  private final SubstitutionLimit limit;
  private final Set<Path> files = new LinkedHashSet<>();
  private final List<Secret> fileSecrets = new ArrayList<>();
  private final List<String> read = new ArrayList<>();
  private final Map<String, String> hidden = new LinkedHashMap<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * The references of one part of the file.
   *
   * @param folders that relative paths start from, by document
   * @param mayBeMissing whether required keys, variables and files may be absent, because the part is switched off
   */
  ReferenceResolver(ConfigEnvironment surroundings, BaseFolders folders, boolean mayBeMissing) {
    this(surroundings, folders, mayBeMissing, false, new SubstitutionLimit());
  }

  /**
   * The same with two settings of the whole configuration.
   *
   * @param acceptsDashes whether keys may have dashes in place of underscores
   * @param limit that other parts share
   */
  ReferenceResolver(
      ConfigEnvironment surroundings,
      BaseFolders folders,
      boolean mayBeMissing,
      boolean acceptsDashes,
      SubstitutionLimit limit) {
    this.surroundings = surroundings;
    this.folders = folders;
    this.mayBeMissing = mayBeMissing;
    this.acceptsDashes = acceptsDashes;
    this.limit = limit;
  }

  boolean mayBeMissing() {
    return mayBeMissing;
  }

  boolean acceptsDashes() {
    return acceptsDashes;
  }

  /** The scalar's text with everything put in. */
  String text(Text text, String path) {
    ScalarReferences substitution = substitution(text);
    files.addAll(substitution.files());
    warnOfWriters(substitution, text.place(), path);
    if (!substitution.isReferring()) {
      note(path, substitution.shown());
      return substitution.shown();
    }
    String resolved = resolve(substitution, hidden);
    limit.count(resolved);
    note(path, resolved);
    return resolved;
  }

  /** The scalar as a secret, without line breaks at its end; one that comes from a file can be read again. */
  Secret secret(Text text, String path) {
    ScalarReferences substitution = substitution(text);
    Secret secret;
    if (substitution.files().isEmpty()) {
      secret = Secret.of(usable(text(text, path)));
    } else {
      files.addAll(substitution.files());
      warnOfWriters(substitution, text.place(), path);
      secret = Secret.readBy(() -> usable(resolve(substitution, new HashMap<>())));
      limit.count(secret.reveal());
      fileSecrets.add(secret);
      note(path, text.raw());
    }
    hidden.put(secret.reveal(), "***");
    return secret;
  }

  /** The text of a path with everything put in. */
  String pathText(Text text, String path) {
    String resolved = text(text, path);
    ScalarReferences substitution = substitution(text);
    String subject = substitution.isReferring() ? "the value of " + substitution.shown() + " " : "";
    if (resolved.contains("-----BEGIN ")) {
      throw Unusable.because(subject + "is PEM text; give a path");
    }
    if (resolved.startsWith("~")) {
      throw Unusable.because(
          subject + "begins with ~, which only a shell reads; write the folder in place of it");
    }
    if (hasControl(resolved)) {
      throw Unusable.because(subject + "holds a line break or control character; give a path");
    }
    if (substitution.isReferring()
        && path.equals(FOLDER_OF_BATCHES)
        && !Path.of(resolved).isAbsolute()) {
      throw Unusable.because(subject + "is no absolute path; give one, such as /var/lib/fanlight");
    }
    return resolved;
  }

  /** The text for people: references by their names. */
  String shown(Text text) {
    return substitution(text).shown();
  }

  private void warnOfWriters(ScalarReferences substitution, SourceLocation place, String path) {
    for (Path file : substitution.files()) {
      warnOfWriters(file, place, path);
    }
  }

  private void warnOfWriters(Path file, SourceLocation place, String path) {
    String fault = WriteAccess.fault(file);
    if (fault != null) {
      warnings.add(new Problem(Problem.Severity.WARNING, place, path, fault));
    }
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** Returns a message of any origin without resolved values and without secrets. */
  String hiding(String message) {
    return names().hide(message);
  }

  /** Returns the names of all references so far, by their resolved values. */
  ReferenceNames names() {
    return ReferenceNames.of(hidden);
  }

  /** Returns the problem without resolved values and without secrets. */
  Problem hiding(Problem problem) {
    return new Problem(
        problem.severity(), problem.place(), problem.path(), hiding(problem.message()));
  }

  /** Adds further content to the fingerprint. */
  void note(String path, String content) {
    read.add(path);
    read.add(content);
  }

  /**
   * A file that counts by its content.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  void noteFile(String path, Path file) {
    files.add(file);
    try {
      note(path, new String(BoundedFileReader.read(file), StandardCharsets.ISO_8859_1));
    } catch (UnreadableFileException unreadable) {
      throw new IllegalArgumentException(unreadable.sentence(), unreadable);
    }
  }

  /** The file or folder behind a key; a relative one starts at the folder of the document that names it. */
  Path inFolder(SourceLocation place, String path, Path file) {
    Path resolved = folders.of(place).resolve(file);
    warnOfWriters(resolved, place, path);
    return resolved;
  }

  Set<Path> files() {
    return files;
  }

  /** Warnings about the files. */
  List<Problem> warnings() {
    return warnings;
  }

  List<Secret> fileSecrets() {
    return fileSecrets;
  }

  /** Of everything read so far. */
  Fingerprint fingerprint() {
    return Fingerprint.of(read);
  }

  private ScalarReferences substitution(Text text) {
    if (limit.isExceeded() && text.raw().indexOf('$') >= 0) {
      throw Unusable.because("the texts of all ${…} together are longer than 16 MiB");
    }
    try {
      return ScalarReferences.of(text.raw(), folders.of(text.place()));
    } catch (IllegalArgumentException malformed) {
      throw Unusable.missing(messageOf(malformed));
    }
  }

  private String resolve(ScalarReferences substitution, Map<String, String> yielded) {
    try {
      return substitution.resolve(surroundings, yielded);
    } catch (IllegalArgumentException missing) {
      throw Unusable.missing(messageOf(missing));
    }
  }

  private static String messageOf(IllegalArgumentException problem) {
    boolean isOurs = problem.getClass() == IllegalArgumentException.class;
    return isOurs
        ? ForeignText.ownMessage(problem)
        : "names no usable path"; // other messages quote the text
  }

  private static String usable(String text) {
    String secret = ScalarReferences.withoutLineBreaksAtEnd(text);
    if (secret.isBlank()) {
      throw Unusable.missing("the secret is empty");
    }
    return secret;
  }

  /** A text that cannot be used, for the reason that the message gives without quoting it. */
  static final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean isMissing;

    private Unusable(String reason, boolean isMissing) {
      super(reason);
      this.reason = reason;
      this.isMissing = isMissing;
    }

    static Unusable because(String reason) {
      return new Unusable(reason, false);
    }

    static Unusable missing(String reason) {
      return new Unusable(reason, true);
    }

    String reason() {
      return reason;
    }

    /** Returns true if the text refers to a missing value, which is allowed in a part that is off. */
    boolean isMissing() {
      return isMissing;
    }
  }
}
