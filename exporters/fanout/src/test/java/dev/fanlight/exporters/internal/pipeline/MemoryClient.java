/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static dev.fanlight.exporters.internal.pipeline.VendorSenderContractTest.isInstrumented;

import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.SendOutcome;
import dev.fanlight.exporters.spi.SendOutcome.Obstacle;
import dev.fanlight.exporters.spi.VendorSender;
import dev.fanlight.exporters.testing.ScriptedVendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A client of a vendor in memory: it takes, refuses or loses batches by a script, and remembers its calls. */
final class MemoryClient implements VendorSender {

  private final Set<String> taken = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private Script script = Script.TAKES_ALL;
  private Random random = new Random(1);
  private CountDownLatch gate = new CountDownLatch(0);
  private boolean isCreated;
  private boolean wasInstrumented;
  private int sends;
  private int atOnce;
  private int mostAtOnce;

  synchronized void follow(Script newScript, Random newRandom) {
    script = newScript;
    random = newRandom;
  }

  /** Holds each attempt up until the close. */
  synchronized void hang() {
    gate = closing;
  }

  /** Holds each attempt up until the returned latch is open. */
  synchronized CountDownLatch holdUp() {
    gate = new CountDownLatch(1);
    return gate;
  }

  synchronized MemoryClient created() {
    isCreated = true;
    wasInstrumented |= isInstrumented();
    return this;
  }

  @Override
  public SendOutcome send(EncodedBatch batch) throws InterruptedException {
    CountDownLatch mayGoOn = began();
    try {
      if (mayGoOn.getCount() > 0) {
        hanging.countDown();
        mayGoOn.await();
      }
      return answer(idsOf(batch));
    } finally {
      ended();
    }
  }

  private synchronized CountDownLatch began() {
    wasInstrumented |= isInstrumented();
    sends++;
    atOnce++;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    return gate;
  }

  private synchronized void ended() {
    atOnce--;
  }

  private static List<String> idsOf(EncodedBatch batch) {
    try {
      List<String> ids = ScriptedVendor.spanIds(batch.bytes(), null);
      if (ids.size() != batch.spans()) {
        throw new IllegalStateException(
            batch.spans() + " spans announced, " + ids.size() + " there");
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized SendOutcome answer(List<String> ids) {
    int dice = random.nextInt(100);
    return switch (script) {
      case TAKES_ALL -> take(ids);
      case TOO_LARGE -> ids.size() > 10 ? new SendOutcome.TooLarge("ten at most") : take(ids);
      case FAILS_OFTEN -> dice < 50 ? later(dice) : take(ids);
      case THROWS -> {
        if (dice < 40) {
          throw new IllegalStateException("a defect of the client");
        }
        yield take(ids);
      }
      case REFUSES_SOME -> refuseSome(ids);
    };
  }

  private SendOutcome take(List<String> ids) {
    refused.removeAll(ids); // a batch is sent again in parts
    taken.addAll(ids);
    return new SendOutcome.Delivered();
  }

  private static SendOutcome later(int dice) {
    Obstacle[] obstacles = Obstacle.values();
    return new SendOutcome.Retryable(
        obstacles[dice % obstacles.length], "scripted", Duration.ZERO, false, "not now");
  }

  /** Refuses each span whose id ends with 00 to 07, and the batches around it. */
  private SendOutcome refuseSome(List<String> ids) {
    boolean isBad = ids.stream().anyMatch(id -> id.charAt(14) == '0' && id.charAt(15) < '8');
    if (!isBad) {
      return take(ids);
    }
    refused.addAll(ids);
    return new SendOutcome.Rejected("Bad Record", "refused");
  }

  @Override
  public void close() {
    closing.countDown();
  }

  synchronized Set<String> taken() {
    return new HashSet<>(taken);
  }

  synchronized Set<String> refused() {
    return new HashSet<>(refused);
  }

  synchronized int sends() {
    return sends;
  }

  synchronized int mostAtOnce() {
    return mostAtOnce;
  }

  synchronized boolean isCreated() {
    return isCreated;
  }

  synchronized boolean wasInstrumented() {
    return wasInstrumented;
  }

  boolean isClosed() {
    return closing.getCount() == 0;
  }

  CountDownLatch isHanging() {
    return hanging;
  }

  /** The behaviour of the vendor. */
  enum Script {
    TAKES_ALL,
    TOO_LARGE,
    FAILS_OFTEN,
    THROWS,
    REFUSES_SOME
  }
}
