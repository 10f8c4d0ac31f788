/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A plugin as another project has it. */
@NullMarked
package com.acme.telemetry;

import org.jspecify.annotations.NullMarked;
