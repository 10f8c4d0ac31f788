/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

/**
 * What a lane sends with; replaced as a whole when the file changes.
 *
 * @param settings the lane's
 * @param sender makes one attempt
 */
record ActiveSender(LaneSettings settings, Sender sender) {}
