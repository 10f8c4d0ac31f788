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

/**
 * The throwable of the event, if it has one.
 *
 * @param hash the key of {@link StackHash}
 */
record ErrorFields(
    FieldKey type, FieldKey message, FieldKey hash, FieldKey stackTrace, StackTraceWriter writer)
    implements LogField {
  @Override
  public List<FieldKey> keys() {
    return List.of(type, message, hash, stackTrace);
  }

  @Override
  public void write(LineBuffer draft) {
    IThrowableProxy error = draft.event().getThrowableProxy();
    if (error == null) {
      return;
    }
    JsonLine line = draft.line();
    line.key(type).string(error.getClassName());
    @Nullable String text = error.getMessage();
    if (text != null) {
      line.key(message).string(text);
    }
    line.key(hash).string(StackHash.of(error));
    line.key(stackTrace);
    writer.write(line, error);
  }
}
