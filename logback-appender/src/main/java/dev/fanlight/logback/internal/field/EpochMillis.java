/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.Key;
import java.util.List;

/** When the event was logged, in milliseconds since 1970. */
record EpochMillis(Key key) implements Field {
  @Override
  public List<Key> keys() {
    return List.of(key);
  }

  @Override
  public void write(Draft draft) {
    draft.line().key(key).number(EventTime.of(draft.event()).toEpochMilli());
  }
}
