/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.fuzz.ForeignWords;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.send.Outcome.Later;
import dev.fanlight.exporters.internal.send.Outcome.NotFound;
import dev.fanlight.exporters.internal.send.Outcome.Rejected;
import dev.fanlight.exporters.internal.send.Outcome.TooLarge;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.wire.OtlpWire;
import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for the outcome of an answer, wherever it comes from. */
final class AnswerRules {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final URI ENDPOINT = URI.create("http://localhost:4318/v1/traces");
  private static final Pattern REASON = Pattern.compile("[a-z0-9_]{1,40}");

  private AnswerRules() {}

  static Request request() {
    return new Request(
        ENDPOINT,
        Map.of("content-type", "application/x-protobuf", "api-key", ForeignWords.SECRET),
        new byte[100],
        Duration.ofSeconds(10));
  }

  /** Returns the outcome of an exchange, which is fit for the ledger and the log. */
  static Outcome outcome(Exchange exchange, Vendor.Protocol protocol) {
    Vendor vendor = new Vendor(
        new OtlpWire(),
        protocol,
        ENDPOINT,
        Headers.of(Map.of()),
        null,
        Limits.NONE,
        Set.of(),
        null);
    Outcome outcome = HttpAnswers.outcome(exchange, vendor, List.of(ForeignWords.SECRET), NOW);
    ForeignWords.check(message(outcome));
    if (outcome instanceof Delivered delivered && delivered.refused() < 0) {
      throw new AssertionError(outcome.toString());
    }
    if (outcome instanceof Later later) {
      checkReason(later.reason());
      if (later.after().isNegative()) {
        throw new AssertionError(outcome.toString());
      }
    }
    if (outcome instanceof Rejected rejected) {
      checkReason(rejected.reason());
    }
    return outcome;
  }

  private static void checkReason(String reason) {
    if (!REASON.matcher(reason).matches()) {
      throw new AssertionError("the reason is " + reason);
    }
  }

  static String message(Outcome outcome) {
    if (outcome instanceof Delivered delivered) {
      return delivered.message();
    } else if (outcome instanceof Rejected rejected) {
      return rejected.message();
    } else if (outcome instanceof NotFound notFound) {
      return notFound.message();
    } else if (outcome instanceof TooLarge tooLarge) {
      return tooLarge.message();
    }
    return ((Later) outcome).message();
  }

  /** Checks the number of an answer whose body is whole: the spans that it refuses, or the wait that it asks for. */
  static void checkNumber(Outcome outcome, long refusedSpans, long waitSeconds) {
    if (outcome instanceof Delivered delivered
        && refusedSpans >= 0
        && delivered.refused() != refusedSpans) {
      throw new AssertionError(refusedSpans + " spans were refused: " + outcome);
    }
    if (outcome instanceof Later later
        && later.kind() == Outcome.Kind.BUSY
        && waitSeconds >= 0
        && later.after().toSeconds() != waitSeconds) {
      throw new AssertionError("a wait of " + waitSeconds + " s was asked for: " + outcome);
    }
  }
}
