/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import java.time.Duration;

/** The sender that makes an outcome of an exception of a plugin: a signer, a header source or a wire that fails must not stop its lane. */
final class GuardingSender implements Sender {

  private final Sender next;

  GuardingSender(Sender next) {
    this.next = next;
  }

  @Override
  public Outcome send(EncodedRequest request) throws InterruptedException {
    try {
      return next.send(request);
    } catch (RuntimeException | Error e) {
      // The class alone: the message of foreign code may hold anything, credentials included.
      return new Outcome.Later(
          Outcome.Kind.FAILURE,
          "internal",
          Duration.ZERO,
          false,
          "the request could not be made: " + e.getClass().getName());
    }
  }

  @Override
  public void close() {
    next.close();
  }
}
