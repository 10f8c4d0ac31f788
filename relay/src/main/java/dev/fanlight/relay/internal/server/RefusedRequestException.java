/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

/** A request that is answered with an error. */
public final class RefusedRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param message the error and its cure, without text of the request
   */
  public RefusedRequestException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The sentence of the answer. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
