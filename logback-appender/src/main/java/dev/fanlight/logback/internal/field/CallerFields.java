/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The position in the code at which the event was logged, if an appender requests it ({@code includeCallerData}). */
record CallerFields(FieldKey file, FieldKey line, FieldKey function) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(file, line, function);
  }

  @Override
  public void write(LineBuffer buffer) {
    if (!buffer.event().hasCallerData() || buffer.event().getCallerData().length == 0) {
      return;
    }
    StackTraceElement caller = buffer.event().getCallerData()[0];
    @Nullable String fileName = caller.getFileName();
    if (fileName != null) {
      buffer.line().key(file).string(fileName);
    }
    buffer.line().key(line).number(caller.getLineNumber());
    buffer.line().key(function).string(caller.getMethodName());
  }
}
