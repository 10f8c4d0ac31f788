/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mask for one message: replaces in it the values of secret keys of the arguments. */
final class MessageSecretMask {
  /** The minimum length of a value that is masked everywhere; a shorter value, which may be part of a word, only after its key. */
  private static final int MIN_ALONE = 6;

  private static final int MAX_SECRETS = 16;

  private final SecretKeys secrets;
  private String text;
  private int found;

  MessageSecretMask(SecretKeys secrets, String text) {
    this.secrets = secrets;
    this.text = text;
  }

  void hide(String key, @Nullable Object value) {
    if (found == MAX_SECRETS || value == null) {
      return;
    }
    if (secrets.isSecret(key)) {
      found++;
      hide(key, value.toString());
    } else {
      hideInside(value);
    }
  }

  /** Masks the secrets of maps and lists. */
  void hideInside(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> hide(String.valueOf(key), member));
    } else if (value instanceof List<?> list) {
      list.forEach(this::hideInside);
    }
  }

  private void hide(String key, String value) {
    if (value.isEmpty()) {
      return;
    }
    text = TextReplacer.replace(text, key + '=' + value, key + '=' + SecretKeys.MASK);
    if (value.length() >= MIN_ALONE) {
      text = TextReplacer.replace(text, value, SecretKeys.MASK);
    }
  }

  String text() {
    return text;
  }
}
