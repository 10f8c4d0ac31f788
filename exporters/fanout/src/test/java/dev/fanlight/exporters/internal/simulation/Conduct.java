/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

/** What a simulated vendor does with a request. */
enum Conduct {
  /** Takes it. */
  TAKE(true),
  /** Answers with a status. */
  STATUS(false),
  /** Takes it, and answers with a status of a gateway. */
  STATUS_AFTER_TAKING(true),
  /** Takes all spans but the first few, and says so. */
  TAKE_A_PART(true),
  /** Takes it, and answers after the timeout. */
  TAKE_LATE(true),
  /** Never answers. */
  HANG(false),
  /** Breaks the connection. */
  RESET(false),
  /** Takes it and breaks the connection. */
  RESET_AFTER_TAKING(true),
  /** Cannot be reached. */
  UNREACHABLE(false),
  /** Gave up the connection while it was idle. */
  STALE(false),
  /** Takes it, and answers with a web page. */
  WEB_PAGE(true),
  /** Refuses requests that hold certain spans, with a status. */
  REFUSE_SOME(false);

  /** Whether the vendor has the spans then. */
  final boolean takes;

  Conduct(boolean takes) {
    this.takes = takes;
  }
}
