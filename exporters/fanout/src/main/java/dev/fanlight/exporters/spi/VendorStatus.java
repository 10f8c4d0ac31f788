/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.time.Duration;

/**
 * The rates and the backlog of one vendor. Rates are averages of the last minute.
 *
 * @param vendor its name in the file
 * @param receivedPerSecond spans that the vendor was to get
 * @param takenPerSecond spans that it answered for
 * @param bufferedBytes bytes that wait for the vendor or are on their way, as they are encoded; an estimate if they are
 *     on disk
 * @param bufferLimitBytes the maximum for all vendors together: {@code buffer.memory} or {@code buffer.disk.limit}
 * @param oldestAge age of the oldest buffered span; zero if there is no such span
 * @param window the maximum number of concurrent requests
 * @param requestTime the time that all requests took together since the lane was started
 */
public record VendorStatus(
    String vendor,
    double receivedPerSecond,
    double takenPerSecond,
    long bufferedBytes,
    long bufferLimitBytes,
    Duration oldestAge,
    int window,
    Duration requestTime) {}
