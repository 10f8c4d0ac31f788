/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** The time of the event, in milliseconds since 1970-01-01T00:00Z. */
record EpochMillisField(FieldKey key) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer buffer) {
    buffer.line().key(key).number(EventTime.of(buffer.event()).toEpochMilli());
  }
}
