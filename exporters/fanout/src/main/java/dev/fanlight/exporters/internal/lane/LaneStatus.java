/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.spi.LedgerSnapshot.State;

/**
 * The status of a lane after an attempt.
 *
 * @param state of the gate
 * @param successes attempts that got through so far
 * @param troubles how often a batch got through that had failed alone before: the vendor was the trouble, not the batch
 */
record LaneStatus(State state, long successes, long troubles) {}
