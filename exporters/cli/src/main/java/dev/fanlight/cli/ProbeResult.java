/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * The result of one probe.
 *
 * @param vendor name of the vendor in the file
 * @param origin scheme, host and port of the endpoint, without path and query, which may hold credentials
 * @param isAccepted whether the vendor accepted the span
 * @param result the result in a few words
 * @param roundTrip time from the start of the connection to the end of the response
 * @param advice the cure for a failed probe, if one is known
 * @param link link to the trace of the probe, if the vendor's type has one
 */
record ProbeResult(
    String vendor,
    String origin,
    boolean isAccepted,
    String result,
    Duration roundTrip,
    Optional<String> advice,
    Optional<String> link) {}
