/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in the code the event was logged, if an appender asked for it ({@code includeCallerData}): it is dear. */
record CallerFields(FieldKey file, FieldKey line, FieldKey function) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(file, line, function);
  }

  @Override
  public void write(LineBuffer draft) {
    if (!draft.event().hasCallerData() || draft.event().getCallerData().length == 0) {
      return;
    }
    StackTraceElement caller = draft.event().getCallerData()[0];
    @Nullable String fileName = caller.getFileName();
    if (fileName != null) {
      draft.line().key(file).string(fileName);
    }
    draft.line().key(line).number(caller.getLineNumber());
    draft.line().key(function).string(caller.getMethodName());
  }
}
