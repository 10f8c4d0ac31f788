/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.threads;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Allows one method a call that build/forbidden.txt forbids. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SuppressForbidden {
  /** The reason. */
  String value();
}
