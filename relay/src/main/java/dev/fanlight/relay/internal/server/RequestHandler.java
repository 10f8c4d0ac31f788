/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

import org.jspecify.annotations.Nullable;

/** Answers requests; on the threads of their connections, any number at a time. */
public interface RequestHandler {

  /** Returns the answer to a request that is refused by its head; null to have the body read. */
  @Nullable HttpReply refuse(ReceivedHead head);

  /**
   * Answers a request.
   *
   * @param body the bytes as they came
   * @param memory of the request; further memory for it is reserved there
   * @throws RefusedRequestException with the answer
   */
  HttpReply answer(ReceivedHead head, byte[] body, MemoryReservation memory)
      throws RefusedRequestException, InterruptedException;

  /** Returns the answer to a request that cannot be read. */
  HttpReply unreadable(int status, String message);
}
