/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.KeyPrefix;

/** The form in which a profile writes names that contain dots. */
enum KeyForm {
  /** One flat name: {@code "log.level":…}. */
  DOTTED {
    @Override
    FieldKey key(String name) {
      return FieldKey.dotted(name);
    }

    @Override
    KeyPrefix prefix(String name) {
      return KeyPrefix.dotted(name);
    }
  },
  /** One object for each level: {@code "log":{"level":…}}. */
  NESTED {
    @Override
    FieldKey key(String name) {
      return FieldKey.nested(name);
    }

    @Override
    KeyPrefix prefix(String name) {
      return KeyPrefix.nested(name);
    }
  };

  /** Returns the key for a dotted name. */
  abstract FieldKey key(String name);

  /** Returns the prefix under which user keys are written. */
  abstract KeyPrefix prefix(String name);
}
