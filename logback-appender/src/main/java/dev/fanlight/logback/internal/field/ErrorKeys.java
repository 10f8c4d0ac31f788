/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;

/**
 * The keys of the fields that describe a throwable.
 *
 * @param type class name of the throwable
 * @param message its message
 * @param hash its {@link StackHash}
 * @param stackTrace its stack trace, causes included
 */
record ErrorKeys(FieldKey type, FieldKey message, FieldKey hash, FieldKey stackTrace) {
  static ErrorKeys dotted(String type, String message, String hash, String stackTrace) {
    return new ErrorKeys(
        FieldKey.dotted(type),
        FieldKey.dotted(message),
        FieldKey.dotted(hash),
        FieldKey.dotted(stackTrace));
  }
}
