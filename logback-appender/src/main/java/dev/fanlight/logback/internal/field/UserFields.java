/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** What the application put on the event: key-value pairs, structured arguments, markers, MDC and baggage. */
record UserFields(UserKeyPlacement names) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of();
  }

  @Override
  public void write(LineBuffer draft) {
    UserEntries entries = draft.user();
    entries.collect(draft.event(), draft.trace());
    names.write(draft.line(), entries);
    if (entries.isFull()) {
      draft.line().markTruncated();
    }
  }
}
