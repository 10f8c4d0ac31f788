/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** The fields that the application put on the event: key-value pairs, structured arguments, markers, MDC and baggage. */
record UserFields(UserKeyPlacement names) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of();
  }

  @Override
  public void write(LineBuffer buffer) {
    UserEntries entries = buffer.user();
    entries.collect(buffer.event(), buffer.trace());
    names.write(buffer.line(), entries);
    if (entries.isFull()) {
      buffer.line().markTruncated();
    }
  }
}
