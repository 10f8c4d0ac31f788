/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The reasons for which a span is not delivered, as the ledger, the metrics, the log and the documentation name them. Promises
 * nothing to users, except the codes.
 *
 * <p>The ledger counts by code, because its counts are also read from files of older and newer versions. Each code that
 * this version writes is a constant here; the tables of the documentation are generated from the constants.
 */
@NullMarked
package dev.fanlight.exporters.internal.reason;

import org.jspecify.annotations.NullMarked;
