/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The legacy session exists and the OAuth token set does not. */
final class TransferFailed extends Exception {
  private final String reason;
  private final int status;

  private TransferFailed(String reason, int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.status = status;
  }

  static TransferFailed missingScopes(String message) {
    return new TransferFailed("missing_scopes", 403, message, null);
  }

  /** Returns a failure with the reason that the network's exception stands for. */
  static TransferFailed of(IOException e) {
    if (e instanceof UnknownHostException) {
      return new TransferFailed("dns", 502, "account host does not resolve: " + e.getMessage(), e);
    }
    if (e instanceof SocketTimeoutException) {
      return new TransferFailed("timeout", 504, "account host timed out: " + e.getMessage(), e);
    }
    return new TransferFailed("network", 502, "account host failed: " + e.getMessage(), e);
  }

  /** A few values only, for {@code error.type}: missing_scopes, dns, timeout, network. */
  String reason() {
    return reason;
  }

  /** The HTTP status that this deserves. */
  int status() {
    return status;
  }
}
