/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.server;

/** The memory of one request; one thread. */
public final class MemoryReservation implements AutoCloseable {

  private final MemoryBudget budget;
  private long bytes;

  MemoryReservation(MemoryBudget budget) {
    this.budget = budget;
  }

  /**
   * Reserves more.
   *
   * @throws RefusedRequestException if other requests have it; to be sent again
   */
  public void add(long more) throws RefusedRequestException {
    if (!budget.take(more)) {
      throw new RefusedRequestException(
          503, "other requests use the memory for requests; send it again");
    }
    bytes += more;
  }

  @Override
  public void close() {
    budget.giveBack(bytes);
    bytes = 0;
  }
}
