/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.JsonLine;

/** The placement of user keys on the line. */
sealed interface UserKeyPlacement permits LabelUserFields, TopLevelUserFields {
  void write(JsonLine line, UserEntries entries);
}
