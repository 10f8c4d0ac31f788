/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kind of a trouble of a receiver or the generator. */
enum TroubleKind {
  UNAVAILABLE(ReceiverMode.UNAVAILABLE),
  RETRY_AFTER(ReceiverMode.RETRY_AFTER),
  UNAUTHORISED(ReceiverMode.UNAUTHORISED),
  POISON(ReceiverMode.POISON),
  PARTIAL(ReceiverMode.PARTIAL),
  HANG(ReceiverMode.HANG),
  SLOW(ReceiverMode.SLOW),
  LOSE(ReceiverMode.LOSE),
  CUT(ReceiverMode.CUT),
  /** The port is closed: connections are refused. */
  DOWN,
  KILL_RECEIVER,
  STOP_RECEIVER,
  /** The receiver wants another key; the file with the key follows at the end. */
  ROTATE_KEY,
  /** The receiver shows another certificate; the file with the authority follows at the end. */
  ROTATE_CERTIFICATE,

  KILL_GENERATOR,
  STOP_GENERATOR,
  /** Every write that makes a file larger fails. */
  DISK_FAULT,
  BROKEN_FILE,
  /** A vendor leaves the YAML file, and returns at the end. */
  SWAP_VENDOR;

  private final Optional<ReceiverMode> mode;

  TroubleKind() {
    this.mode = Optional.empty();
  }

  TroubleKind(ReceiverMode mode) {
    this.mode = Optional.of(mode);
  }

  /** Returns the mode that the receiver follows, for a trouble that is no more than that. */
  Optional<ReceiverMode> mode() {
    return mode;
  }

  boolean isOfGenerator() {
    return switch (this) {
      case KILL_GENERATOR, STOP_GENERATOR, DISK_FAULT, BROKEN_FILE, SWAP_VENDOR -> true;
      default -> false;
    };
  }

  /** Returns whether an answer that was written whole may be lost on its way, so that the spans come again. */
  boolean losesAnswers() {
    return switch (this) {
      case DOWN, KILL_RECEIVER, STOP_RECEIVER, ROTATE_CERTIFICATE, KILL_GENERATOR, STOP_GENERATOR ->
        true;
      default -> false;
    };
  }

  /** Returns all troubles that the vendor can have. */
  static List<TroubleKind> of(ChaosVendor vendor) {
    return Arrays.stream(values())
        .filter(kind -> !kind.isOfGenerator())
        .filter(kind -> kind != PARTIAL || vendor.protocol() != ReceiverProtocol.ZIPKIN)
        .filter(kind -> kind != ROTATE_KEY || vendor.hasKey())
        .filter(kind -> kind != ROTATE_CERTIFICATE || vendor.isSecure())
        .toList();
  }

  static List<TroubleKind> ofGenerator() {
    return Arrays.stream(values()).filter(TroubleKind::isOfGenerator).toList();
  }
}
