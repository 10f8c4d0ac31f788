/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.lane.LaneSettings;

/** Where a vendor is reached, without paths and queries: they may hold credentials. */
final class Places {

  private Places() {}

  static String of(LaneSettings lane) {
    return lane.shownOrigin();
  }
}
