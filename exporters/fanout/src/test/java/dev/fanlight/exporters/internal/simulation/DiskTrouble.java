/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.disk.SimulatedDisk.Kind;

/** What is wrong with a simulated disk for a while. */
enum DiskTrouble {
  /** It refuses every change. */
  REFUSES,
  /** It refuses some operations. */
  FAILS,
  /** It writes the beginning of some writes, and refuses them then. */
  SHORT_WRITES,
  /** It has little space left. */
  FULL,
  /** Every operation takes its time. */
  SLOW,
  /** It refuses to sync. */
  SYNCS_NOT,
  /** Files are not created, renamed or deleted. */
  NAMES_NOTHING,
  /** Nothing can be read. */
  READS_NOT;

  /** Whether it refuses operations of a kind, or some of them. */
  boolean concerns(Kind kind) {
    return switch (this) {
      case REFUSES -> kind != Kind.READ;
      case FAILS -> true;
      case SYNCS_NOT -> kind == Kind.SYNC;
      case NAMES_NOTHING -> kind == Kind.NAME;
      case READS_NOT -> kind == Kind.READ;
      case SHORT_WRITES, FULL, SLOW -> false;
    };
  }
}
