/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.send.Sender;
import dev.fanlight.exporters.internal.settings.LaneSettings;

/**
 * The current settings of a lane and the sender that is built from them; replaced as a whole when the file changes.
 *
 * @param settings the lane's
 * @param policy of retries, from the settings
 * @param sender makes one attempt
 */
record ActiveSender(LaneSettings settings, RetryPolicy policy, Sender sender) {}
