/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.spi.Account.State;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a lane says in the log: a change of state once, losses with their sum, and never more than a few lines an hour.
 * Any thread.
 */
final class Notices {

  /*
   * A hiccup is not told. Trouble that passes within PATIENCE is told once, when it is over. Trouble that stays is told
   * when PATIENCE runs out, and once more when it is over. What only a person can mend (credentials, quota, a certificate, a
   * request that cannot be made) is told at once. Trouble that comes and goes is told at most every LOSS_INTERVAL: a gateway may forbid one batch, again and
   * again, and no other.
   * Losses are told when the first of them happens and then at most every LOSS_INTERVAL, with the sum.
   * A warning that comes with a success is told once; another one at most every WARNING_INTERVAL.
   * All together stay under LINES_AN_HOUR; what is left out is in the ledger all the same.
   */

  static final Duration HICCUP = Duration.ofSeconds(5);
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Duration LOSS_INTERVAL = Duration.ofMinutes(5);
  static final Duration WARNING_INTERVAL = Duration.ofHours(1);
  static final int LINES_AN_HOUR = 12;

  /** Of a certificate, in the words of the JDK; a handshake that the peer just ended may go well next time. */
  private static final String[] OF_CERTIFICATES = {
    "certificat", "pkix", "trust", "subject alternative", "no name matching"
  };

  private final String vendor;
  private final String place;
  private final Clock clock;
  private final Logger logger;
  private final ReentrantLock lock = Threads.current().newLock();

  @GuardedBy("lock") private @Nullable Trouble trouble;

  @GuardedBy("lock") private boolean hasDelivered;

  @GuardedBy("lock") private String lastLoss = "";

  @GuardedBy("lock") private long nextAdviceNanos;

  @GuardedBy("lock") private @Nullable State advisedAs;

  @GuardedBy("lock") private long nextRecoveryNanos;

  @GuardedBy("lock") private boolean recoveryTold;

  @GuardedBy("lock") private final Map<String, Long> untoldLosses = new TreeMap<>();

  @GuardedBy("lock") private long nextLossNanos;

  @GuardedBy("lock") private boolean lossTold;

  @GuardedBy("lock") private String lastWarning = "";

  @GuardedBy("lock") private long nextWarningNanos;

  @GuardedBy("lock") private long hourStartNanos;

  @GuardedBy("lock") private int linesThisHour;

  /**
   * A lane's notices.
   *
   * @param place the endpoint as a log may show it, without path, query and credentials
   */
  Notices(String vendor, String place, Clock clock, Logger logger) {
    this.vendor = vendor;
    this.place = place;
    this.clock = clock;
    this.logger = logger;
    this.hourStartNanos = clock.nanoTime();
  }

  /** An attempt has ended and left the lane in a state. */
  void attemptEnded(State state, Outcome outcome) {
    Line line = null;
    lock.lock();
    try {
      long now = clock.nanoTime();
      if (outcome instanceof Outcome.Later later) {
        line = troubleLocked(state, later, now);
      } else if (trouble != null) {
        line = recoveredLocked(trouble, now);
        trouble = null;
      }
      hasDelivered |= !(outcome instanceof Outcome.Later);
      line = boundedLocked(line, now);
    } finally {
      lock.unlock();
    }
    log(line);
  }

  /** The vendor took all spans of a request, and warned. */
  void warned(String warning) {
    Line line = null;
    lock.lock();
    try {
      long now = clock.nanoTime();
      boolean isFirst = lastWarning.isEmpty();
      if (!warning.equals(lastWarning) && (isFirst || now - nextWarningNanos >= 0)) {
        line = boundedLocked(
            new Line(
                Level.WARNING,
                "vendor \"" + vendor + "\": takes spans, and warns: " + warning + " (from " + place
                    + ")"),
            now);
        if (line != null) {
          lastWarning = warning;
          nextWarningNanos = now + WARNING_INTERVAL.toNanos();
        }
      }
    } finally {
      lock.unlock();
    }
    log(line);
  }

  /** Spans were rejected or dropped. */
  void lost(long spans, String reason, String detail) {
    Line line = null;
    lock.lock();
    try {
      long now = clock.nanoTime();
      untoldLosses.merge(reason, spans, Long::sum);
      lastLoss = detail.isEmpty() ? lastLoss : detail;
      if (!lossTold || now - nextLossNanos >= 0) {
        line = boundedLocked(new Line(Level.WARNING, lossMessage(detail)), now);
        if (line != null) {
          untoldLosses.clear();
          lossTold = true;
          nextLossNanos = now + LOSS_INTERVAL.toNanos();
        }
      }
    } finally {
      lock.unlock();
    }
    log(line);
  }

  /** Returns why the vendor takes nothing now, or else why it lost spans last; empty if neither is known. */
  String lastReason() {
    lock.lock();
    try {
      return trouble == null ? lastLoss : placed(trouble.reason);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the reason with host and port, once. */
  private String placed(String reason) {
    return reason.contains(place) ? reason : reason + " from " + place;
  }

  /** One line about the lane's life, for example what was left when it stopped. */
  void say(Level level, String message) {
    Line line;
    lock.lock();
    try {
      line =
          boundedLocked(new Line(level, "vendor \"" + vendor + "\": " + message), clock.nanoTime());
    } finally {
      lock.unlock();
    }
    log(line);
  }

  @GuardedBy("lock") private @Nullable Line troubleLocked(State stateOfLane, Outcome.Later later, long now) {
    if (trouble == null) {
      trouble = new Trouble(now);
    }
    trouble.reason = later.message();
    boolean isFirstRefusal = !hasDelivered && later.kind() == Outcome.Kind.UNAUTHORISED;
    State state = isFirstRefusal ? State.UNAUTHORISED : stateOfLane;
    boolean needsPerson = (state == State.UNAUTHORISED || state == State.QUOTA || isDefinite(later))
        && (advisedAs != state || now - nextAdviceNanos >= 0);
    if (trouble.toldAs == state
        || (trouble.toldAs != null && isDefinite(later))
        || (!needsPerson
            && (trouble.toldAs != null || now - trouble.sinceNanos < PATIENCE.toNanos()))) {
      return null;
    }
    trouble.toldAs = state;
    if (needsPerson) {
      advisedAs = state;
      nextAdviceNanos = now + LOSS_INTERVAL.toNanos();
    }
    return new Line(
        Level.WARNING,
        "vendor \"" + vendor + "\": " + placed(later.message()) + ". " + advice(state));
  }

  /** Whether no further attempt will end otherwise before a person has changed something, here or at the vendor. */
  private static boolean isDefinite(Outcome.Later later) {
    return later.reason().equals("internal")
        || later.reason().equals("unusable_header")
        || (later.reason().equals("tls") && isOfCertificates(later.message()));
  }

  private static boolean isOfCertificates(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (String word : OF_CERTIFICATES) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String advice(State state) {
    return switch (state) {
      case UNAUTHORISED ->
        "Its spans wait in the buffer. Check the vendor's key in the file;"
            + " a corrected key is used at once.";
      case QUOTA ->
        "Its spans wait in the buffer. The vendor says that the quota is used up: raise it there,"
            + " or sample less with \"sample: 10%\".";
      default ->
        "Its spans wait in the buffer and are sent when it answers again; other vendors are not affected.";
    };
  }

  @GuardedBy("lock") private @Nullable Line recoveredLocked(Trouble over, long now) {
    Duration lasted = Duration.ofNanos(now - over.sinceNanos);
    boolean isNews = over.toldAs != null || !recoveryTold || now - nextRecoveryNanos >= 0;
    if (!isNews || (over.toldAs == null && lasted.compareTo(HICCUP) < 0)) {
      return null;
    }
    recoveryTold = true;
    nextRecoveryNanos = now + LOSS_INTERVAL.toNanos();
    return new Line(
        Level.INFO,
        "vendor \"" + vendor + "\": delivering again after " + lasted.toSeconds()
            + " s of trouble (" + over.reason + ")");
  }

  @GuardedBy("lock") private String lossMessage(String detail) {
    StringBuilder message = new StringBuilder("vendor \"" + vendor + "\": lost spans: ");
    untoldLosses.forEach(
        (reason, spans) -> message.append(spans).append(' ').append(reason).append(", "));
    message.setLength(message.length() - 2);
    if (!detail.isEmpty()) {
      message.append(" (").append(detail).append(')');
    }
    return message
        .append(
            ". The account by reason is fanlight_spans_total. Next message about losses here in ")
        .append(LOSS_INTERVAL.toMinutes())
        .append(" min at the earliest.")
        .toString();
  }

  @GuardedBy("lock") private @Nullable Line boundedLocked(@Nullable Line line, long now) {
    if (now - hourStartNanos >= Duration.ofHours(1).toNanos()) {
      hourStartNanos = now;
      linesThisHour = 0;
    }
    if (line == null || linesThisHour >= LINES_AN_HOUR) {
      return null;
    }
    linesThisHour++;
    return line;
  }

  private void log(@Nullable Line line) {
    if (line == null) {
      return;
    }
    try {
      logger.log(line.level(), ForeignText.line(line.message()));
    } catch (Throwable ignored) {
      // a handler of the application's that throws must not stop a lane
    }
  }

  private record Line(Level level, String message) {}

  /** From the first failure to the next success. */
  private static final class Trouble {
    final long sinceNanos;
    String reason = "";

    @Nullable State toldAs;

    Trouble(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }
}
