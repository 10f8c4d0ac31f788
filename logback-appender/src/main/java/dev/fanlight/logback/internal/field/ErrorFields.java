/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.JsonLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of the event's throwable; not written if the event has none. */
record ErrorFields(ErrorKeys names, StackTraceWriter writer) implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(names.type(), names.message(), names.hash(), names.stackTrace());
  }

  @Override
  public void write(LineBuffer buffer) {
    IThrowableProxy error = buffer.event().getThrowableProxy();
    if (error == null) {
      return;
    }
    JsonLine line = buffer.line();
    line.key(names.type()).string(error.getClassName());
    @Nullable String text = error.getMessage();
    if (text != null) {
      line.key(names.message()).string(text);
    }
    line.key(names.hash()).string(StackHash.of(error));
    line.key(names.stackTrace());
    writer.write(line, error);
  }
}
