/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The exact counts of the outcomes of every span, per vendor. Internal: no compatibility promise.
 *
 * <p>Each entry of the {@code Ledger} moves spans from one column to another under one lock, so that each snapshot adds up. The
 * {@code DeliveryCounts} of a delivery are confined to the thread that holds the delivery, and are booked in one step.
 */
@NullMarked
package dev.fanlight.exporters.internal.ledger;

import org.jspecify.annotations.NullMarked;
