/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.reason.RejectReason;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.SecretValues;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Renewal;
import dev.fanlight.exporters.spi.SendOutcome;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sender that makes one attempt by the vendor's own client. */
final class ClientSender implements Sender {

  private static final int LONGEST_REASON = 40;

  private final LaneSettings settings;
  private final LaneClient client;
  private final LaneClient.OpenClient open;
  private final RequestTimes times;
  private final Clock clock;

  ClientSender(
      LaneSettings settings,
      LaneClient client,
      LaneClient.OpenClient open,
      RequestTimes times,
      Clock clock) {
    this.settings = settings;
    this.client = client;
    this.open = open;
    this.times = times;
    this.clock = clock;
  }

  @Override
  public Outcome send(EncodedRequest request) throws InterruptedException {
    long start = clock.nanoTime();
    Outcome outcome = outcome(client.send(open, new EncodedBatch(request.body(), request.spans())));
    times.clientEnded(settings.name(), error(outcome), clock.nanoTime() - start);
    return outcome;
  }

  private Outcome outcome(SendOutcome sent) {
    if (sent instanceof SendOutcome.Delivered) {
      return new Outcome.Delivered(0, "");
    }
    if (sent instanceof SendOutcome.Rejected rejected) {
      return new Outcome.Rejected(
          RejectReason.CLIENT.code(word(rejected.reason())), clean(rejected.message()));
    }
    if (sent instanceof SendOutcome.TooLarge tooLarge) {
      return new Outcome.TooLarge(clean(tooLarge.message()));
    }
    SendOutcome.Retryable later = (SendOutcome.Retryable) sent;
    Duration after = later.after().isNegative() ? Duration.ZERO : later.after();
    return new Outcome.Later(
        kind(later.obstacle()),
        word(later.reason()),
        after,
        later.mayHaveArrived(),
        clean(later.message()));
  }

  private static Outcome.Kind kind(SendOutcome.Obstacle obstacle) {
    return switch (obstacle) {
      case UNREACHABLE -> Outcome.Kind.UNREACHABLE;
      case FAILURE -> Outcome.Kind.FAILURE;
      case BUSY -> Outcome.Kind.BUSY;
      case UNAUTHORISED -> Outcome.Kind.UNAUTHORISED;
      case QUOTA -> Outcome.Kind.QUOTA;
    };
  }

  private static String error(Outcome outcome) {
    if (outcome instanceof Outcome.Later later) {
      return later.reason();
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return rejected.reason();
    }
    return outcome instanceof Outcome.TooLarge ? RejectReason.TOO_LARGE.code() : "";
  }

  /** Returns a plugin's reason as a word: it becomes a label of a metric. */
  private static String word(String reason) {
    StringBuilder word = new StringBuilder();
    String lower = reason.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length() && i < LONGEST_REASON; i++) {
      char c = lower.charAt(i);
      word.append((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_');
    }
    return word.isEmpty() ? "failure" : word.toString();
  }

  private String clean(String foreign) {
    return ForeignText.clean(
        foreign,
        SecretValues.of(settings.references().texts(), settings.vendor().endpoint()));
  }

  @Override
  public @Nullable Renewal renewal() {
    return settings.vendor().renewal();
  }

  @Override
  public void close() {
    client.close();
  }
}
