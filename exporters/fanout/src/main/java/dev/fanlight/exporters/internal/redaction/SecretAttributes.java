/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import dev.fanlight.exporters.internal.redaction.SecretNames.Verdict;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The built-in redaction of attributes by their keys. Immutable; any thread. */
public final class SecretAttributes {

  /** Stands in place of a value that is a secret as a whole. */
  public static final String REDACTED = "[redacted]";

  private static final Set<String> ADDRESSES = Set.of(
      "url.full",
      "url.original",
      "url.path",
      "url.query",
      "url.fragment",
      "url",
      "uri",
      "http.url",
      "http.uri",
      "http.path",
      "http.target");
  private static final Set<String> CONNECTIONS = Set.of("db.connection_string", "db.url");

  private final SecretNames names;
  private final SecretText texts;

  /** A redaction that knows these names. */
  public SecretAttributes(SecretNames names) {
    this.names = names;
    this.texts = new SecretText(names);
  }

  /** Returns true if the attribute is a captured header with credentials. */
  public boolean isSecretHeader(String key) {
    String header = HeaderAttributeKeys.headerOf(key);
    return header != null && names.isSecretHeader(header);
  }

  /** Returns true if the last part of the key is the name of a secret. */
  public boolean isSecretName(String key) {
    return HeaderAttributeKeys.headerOf(key) == null && names.ofKey(key) == Verdict.SECRET;
  }

  /** Returns the redaction of the texts under a key that is no secret as a whole. */
  public UnaryOperator<String> scrub(String key) {
    if (isAddress(key)) {
      return texts::inAddress;
    }
    return CONNECTIONS.contains(key) ? texts::inConnection : texts::inText;
  }

  /** Returns true if the texts under a key are read in another way than texts of any kind. */
  public boolean isSpecial(String key) {
    return isAddress(key) || CONNECTIONS.contains(key);
  }

  private static boolean isAddress(String key) {
    return ADDRESSES.contains(key)
        || HeaderAttributeKeys.holdsAddress(HeaderAttributeKeys.headerOf(key));
  }

  /** Returns a name, a description or another text as it may be seen. */
  public String text(String text) {
    return texts.inText(text);
  }

  /** Returns an attribute's text with secrets redacted; the same object if it has no secret. */
  public String value(String key, String text) {
    return isSecretHeader(key) || isSecretName(key) ? REDACTED : scrub(key).apply(text);
  }
}
