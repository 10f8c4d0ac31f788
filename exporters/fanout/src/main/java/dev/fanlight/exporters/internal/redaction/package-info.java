/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The built-in redaction of texts: credentials in addresses, parameters, JSON and authorization schemes become {@code
 * REDACTED}. Knows characters and names only, no spans. Internal: no compatibility promise.
 *
 * <p>The doors are {@link SecretAttributes} and {@link SecretText}, which mask attributes and texts, and {@link SecretNames}, the table of the names that make a value
 * a secret; the documentation prints that table.
 *
 * <p><b>One pass.</b> {@link TextScan} reads a text once from left to right. Percent-encoded and JSON-escaped characters are
 * read as the characters that they stand for, with the depth of their encoding, so that an address inside of a parameter
 * and an address inside of a JSON document need no code of their own. A delimiter counts only if it is encoded at most as
 * deep as the construct that it ends: {@code a%26b} is one value, {@code token%3Da%26b%3Dc} are two.
 *
 * <p><b>Linear time.</b> A name is hashed while it is read; no name is compared with the table character by character.
 * Each search ahead (the end of a value, the next {@code @} of a word, the closing quote, the next digit) goes through
 * a {@link ForwardSearch}, which remembers its result: no character is searched twice for the same thing, for any
 * input. A test counts the characters that are read.
 */
@NullMarked
package dev.fanlight.exporters.internal.redaction;

import org.jspecify.annotations.NullMarked;
