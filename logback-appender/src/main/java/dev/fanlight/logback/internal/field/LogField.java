/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** One field of a line, or a few that belong together. Stateless; any thread. */
interface LogField {
  /** The names that this field may write. */
  List<FieldKey> keys();

  /** Whether this field writes the MDC entry of that key, so that it is no field of the user's. */
  default boolean writesMdc(String key) {
    return false;
  }

  /** Writes the field, or nothing if the event has none. What it throws costs this field only. */
  void write(LineBuffer draft);
}
