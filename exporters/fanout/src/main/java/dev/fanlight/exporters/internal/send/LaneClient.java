/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.SendOutcome;
import dev.fanlight.exporters.spi.SenderSettings;
import dev.fanlight.exporters.spi.VendorSender;
import dev.fanlight.exporters.spi.VendorSenderFactory;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's own client of a lane: another one when the settings of the lane change. Attempts in flight continue on the
 * old one, which is closed after them. Any thread.
 */
final class LaneClient {

  /*
   * sender() creates a client, which opens no resource; the first attempt with it makes the switch, and the clients before
   * it go. An attempt for a client that is gone uses the present one.
   */

  private final RequestTimes times;
  private final Clock clock;

  /** Those that may get attempts, in the order of their creation; replaced ones are out of it. */
  @GuardedBy("this") private final List<OpenClient> clients = new ArrayList<>(2);

  @GuardedBy("this") private final List<OpenClient> replaced = new ArrayList<>(2);

  @GuardedBy("this") private boolean closed;

  LaneClient(RequestTimes times, Clock clock) {
    this.times = times;
    this.clock = clock;
  }

  /**
   * Returns the sender for settings; those that do not differ keep the client.
   *
   * @throws IllegalArgumentException if the client cannot be made with them
   */
  Sender sender(LaneSettings settings) {
    return new ClientSender(settings, this, client(settings), times, clock);
  }

  private OpenClient client(LaneSettings settings) {
    synchronized (this) {
      OpenClient newest = clients.isEmpty() ? null : clients.get(clients.size() - 1);
      if (newest != null && newest.fingerprint.equals(settings.fingerprint())) {
        return newest;
      }
    }
    OpenClient fresh = new OpenClient(settings.fingerprint(), create(settings));
    boolean isLate;
    synchronized (this) {
      isLate = closed;
      clients.add(fresh);
    }
    if (isLate) {
      close(fresh);
    }
    return fresh;
  }

  private static VendorSender create(LaneSettings settings) {
    VendorSenderFactory factory =
        Objects.requireNonNull(settings.vendor().senderFactory(), "senderFactory");
    SenderSettings lane = new SenderSettings(
        settings.name(),
        settings.window(),
        settings.timeout(),
        settings.vendor().limits());
    VendorSender[] made = new VendorSender[1];
    UninstrumentedCalls.run(() -> made[0] = factory.create(lane));
    return Objects.requireNonNull(made[0], "the factory made no sender");
  }

  /** As {@link VendorSender#send}, without instrumentation. */
  SendOutcome send(OpenClient asked, EncodedBatch batch) throws InterruptedException {
    OpenClient client = enter(asked);
    if (client == null) {
      return new SendOutcome.Retryable(
          SendOutcome.Obstacle.FAILURE, "closed", Duration.ZERO, false, "the client is closed");
    }
    try {
      Attempt attempt = new Attempt(client.sender, batch);
      UninstrumentedCalls.run(attempt);
      return attempt.outcome();
    } finally {
      leave(client);
    }
  }

  private @Nullable OpenClient enter(OpenClient asked) {
    List<OpenClient> unused = new ArrayList<>(0);
    OpenClient client;
    synchronized (this) {
      if (closed) {
        return null;
      }
      client = clients.contains(asked) ? asked : clients.get(0); // the first is the present one
      while (clients.get(0) != client) {
        OpenClient older = clients.remove(0);
        (older.attempts == 0 ? unused : replaced).add(older);
      }
      client.attempts++;
    }
    unused.forEach(LaneClient::close);
    return client;
  }

  private void leave(OpenClient client) {
    boolean wasLast;
    synchronized (this) {
      client.attempts--;
      wasLast = client.attempts == 0 && replaced.remove(client);
    }
    if (wasLast) {
      close(client);
    }
  }

  /** Ends attempts in flight, of every client. */
  void close() {
    List<OpenClient> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(clients);
      all.addAll(replaced);
    }
    all.forEach(LaneClient::close);
  }

  private static void close(OpenClient client) {
    try {
      UninstrumentedCalls.run(client.sender::close);
    } catch (RuntimeException | Error ignored) {
      // a plugin's: the lane ends all the same
    }
  }

  /** A client, and its attempts in flight. */
  static final class OpenClient {
    final Fingerprint fingerprint;
    final VendorSender sender;
    int attempts;

    OpenClient(Fingerprint fingerprint, VendorSender sender) {
      this.fingerprint = fingerprint;
      this.sender = sender;
    }
  }

  /** One attempt, as a call without checked exceptions. */
  private static final class Attempt implements Runnable {
    private final VendorSender sender;
    private final EncodedBatch batch;
    private @Nullable SendOutcome outcome;
    private @Nullable InterruptedException stop;

    Attempt(VendorSender sender, EncodedBatch batch) {
      this.sender = sender;
      this.batch = batch;
    }

    @Override
    public void run() {
      try {
        outcome = sender.send(batch);
      } catch (InterruptedException e) {
        stop = e;
      }
    }

    SendOutcome outcome() throws InterruptedException {
      if (stop != null) {
        throw stop;
      }
      return Objects.requireNonNull(outcome, "the sender returned no outcome");
    }
  }
}
