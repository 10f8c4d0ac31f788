/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.send.Sender;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import org.jspecify.annotations.Nullable;

/**
 * The current settings of a lane and the sender that is built from them; replaced as a whole when the file changes.
 *
 * @param settings the lane's
 * @param policy of retries, from the settings
 * @param sender makes one attempt
 * @param renewer of the credentials; null if they do not expire
 */
record ActiveSender(
    LaneSettings settings,
    RetryPolicy policy,
    Sender sender,
    @Nullable CredentialRenewer renewer) {

  /** Returns true if there are no credentials to send with. */
  boolean isHeld() {
    return renewer != null && renewer.isHeld();
  }
}
