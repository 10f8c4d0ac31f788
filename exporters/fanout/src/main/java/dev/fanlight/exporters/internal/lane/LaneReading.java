/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.VendorStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of one lane for a status page.
 *
 * @param account of the vendor
 * @param load of the last minute
 * @param failure the last failure; null if there was none
 * @param slowness that the vendor takes spans more slowly than they come, with the cure; empty if it does not
 * @param lossCause cause of the last loss; empty if there was none or it is not known
 * @param endpoint scheme, host and port, as messages show them
 * @param maxAge maximum time that a batch may wait
 * @param isLeaving whether the vendor is no longer in the file
 */
public record LaneReading(
    LedgerSnapshot account,
    VendorStatus load,
    @Nullable LaneFailure failure,
    String slowness,
    String lossCause,
    String endpoint,
    Duration maxAge,
    boolean isLeaving) {}
