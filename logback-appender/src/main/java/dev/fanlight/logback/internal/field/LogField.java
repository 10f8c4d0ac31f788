/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** One field of a line, or several related fields. Stateless; any thread. */
interface LogField {
  /** Returns the keys that this field may write. */
  List<FieldKey> keys();

  /** Returns true if this field writes the MDC entry of a key, so that the entry is not written as a user key. */
  default boolean writesMdc(String key) {
    return false;
  }

  /** Writes the field if the event has a value for it. If this method throws, only this field is lost. */
  void write(LineBuffer buffer);
}
