/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.JsonLine;

/** Where on the line the application's own keys go. */
sealed interface UserKeyPlacement permits LabelUserFields, TopLevelUserFields {
  void write(JsonLine line, UserEntries entries);
}
