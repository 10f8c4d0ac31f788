/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The state of the fan-out for people: whether spans flow to each vendor, with ten minutes of history. Promises nothing to
 * users.
 *
 * <p><b>Parts.</b> {@link StatusSampler} reads the counts of the fan-out every two seconds into a {@link VendorHistory} for each
 * vendor, in arrays of a fixed size: 10 KiB a vendor. {@link FlowPolicy} decides on the state of a vendor. {@link StatusReader}
 * makes the snapshot when a reader asks for it.
 *
 * <p><b>Threads.</b> {@code fanlight-status}, one: it samples from the first request for a status on. The times of answers are
 * recorded by the threads of the lanes.
 */
@NullMarked
package dev.fanlight.exporters.internal.status;

import org.jspecify.annotations.NullMarked;
