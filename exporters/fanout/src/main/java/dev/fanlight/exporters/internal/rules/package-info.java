/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The rules that control which data of a span a vendor sees: filter, sample, redact. Internal: no compatibility
 * promise.
 */
@NullMarked
package dev.fanlight.exporters.internal.rules;

import org.jspecify.annotations.NullMarked;
