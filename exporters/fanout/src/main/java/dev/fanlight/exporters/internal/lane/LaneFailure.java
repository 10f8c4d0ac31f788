/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import java.time.Duration;

/**
 * The last failure of a lane.
 *
 * @param message the vendor's answer, or the reason for a missing answer
 * @param cure the next step for a person
 * @param age time since it happened last
 * @param isOver whether the vendor has answered since
 */
public record LaneFailure(String message, String cure, Duration age, boolean isOver) {}
