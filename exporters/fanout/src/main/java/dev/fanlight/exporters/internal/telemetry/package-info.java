/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The ledger as the SDK's own self-observability metrics. Internal: no compatibility promise. */
@NullMarked
package dev.fanlight.exporters.internal.telemetry;

import org.jspecify.annotations.NullMarked;
