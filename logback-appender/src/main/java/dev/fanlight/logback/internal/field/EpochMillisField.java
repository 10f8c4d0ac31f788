/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** When the event was logged, in milliseconds since 1970. */
record EpochMillisField(FieldKey key) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer draft) {
    draft.line().key(key).number(EventTime.of(draft.event()).toEpochMilli());
  }
}
