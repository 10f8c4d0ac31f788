/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import static dev.fanlight.exporters.internal.lane.NoticeLine.important;
import static dev.fanlight.exporters.internal.lane.NoticeLine.ordinary;

import dev.fanlight.exporters.internal.lane.LineBudget.Priority;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.time.Duration;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The lines about a vendor's trouble and its recovery.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class TroubleReport {

  /*
   * A period of trouble lasts from the first failure to the next success.
   *
   * Up to two periods in an hour: a period of less than HICCUP is not told. One that ends within PATIENCE is told once,
   * when it is over. One that stays is told after PATIENCE, and once more when it is over. Trouble that a person must mend
   * is told at once.
   *
   * The third period within an hour is told with the sum of all three, and from then on periods are folded: a line
   * follows only if the vendor has been down, or up, for the time `hold`. Each such line makes the next hold longer,
   * from FIRST_HOLD in steps of FIRST_HOLD up to MAX_HOLD, so that nine lines an hour suffice for any behaviour of the
   * vendor. The last line is always true: it says down, up, or that trouble comes and goes.
   */

  /** Periods in an hour from which they are folded. */
  private static final int FOLDED_PERIODS = 3;

  static final Duration FIRST_HOLD = Duration.ofMinutes(5);
  static final Duration MAX_HOLD = Duration.ofMinutes(20);
  static final Duration SUMMARY_INTERVAL = Duration.ofHours(1);

  private final String place;
  private final String host;
  private final AdviceTimes advice = new AdviceTimes();
  private final TroubleHistory history = new TroubleHistory();

  private @Nullable Trouble trouble;
  private boolean hasDelivered;
  private String lastReason = "";
  private String lastShown = "";
  private String lastCure = "";
  private String source = "";
  private long lastFailureNanos;
  private boolean recoveryTold;
  private long nextRecoveryNanos;

  /** True if the last line said that the vendor is down, or that its trouble comes and goes. */
  private boolean owesRecovery;

  private long upSinceNanos;
  private boolean hadTrouble;
  private long lastEndNanos;
  private boolean isFolding;
  private long holdNanos = FIRST_HOLD.toNanos();
  private long nextSummaryNanos;

  /**
   * A report about a vendor without trouble.
   *
   * @param place the endpoint as a log may show it, without path, query and credentials
   */
  TroubleReport(String place) {
    this.place = place;
    int port = place.lastIndexOf(':');
    this.host = port > place.lastIndexOf(']') && port > 0 ? place.substring(0, port) : place;
  }

  /** An attempt has failed; returns the line that follows from it, if any. */
  @Nullable NoticeLine failed(State stateOfLane, Outcome.Later later, LineBudget budget, long now) {
    if (trouble == null) {
      trouble = new Trouble(now);
    }
    boolean isFirstRefusal = !hasDelivered && later.kind() == Outcome.Kind.UNAUTHORISED;
    trouble.state = isFirstRefusal ? State.UNAUTHORISED : stateOfLane;
    trouble.isDefinite = DefiniteFailures.contain(later);
    trouble.isOfCredentials = false;
    note(trouble, later.message() + askedWait(later), now);
    return due(budget, now);
  }

  /** The credentials of this origin are renewed; a refusal of the vendor may be over with the next renewal. */
  void renewsFrom(String newSource) {
    source = newSource;
  }

  /**
   * There are no credentials, and the last renewal has failed; returns the line that follows from it, if any.
   *
   * @param isDefinite whether it is told at once
   */
  @Nullable NoticeLine credentialsMissing(String reason, boolean isDefinite, LineBudget budget, long now) {
    if (trouble == null) {
      trouble = new Trouble(now);
    }
    trouble.state = State.RETRYING;
    trouble.isDefinite = isDefinite;
    trouble.isOfCredentials = true;
    note(trouble, waitingFor(source) + ": " + reason, now);
    return due(budget, now);
  }

  /** There are credentials; returns the line that follows from it, if any. */
  @Nullable NoticeLine credentialsRenewed(LineBudget budget, long now) {
    boolean delivered = hasDelivered;
    NoticeLine line =
        trouble != null && trouble.isOfCredentials ? answered(budget, now) : due(budget, now);
    hasDelivered = delivered;
    return line;
  }

  /** Returns that spans wait for credentials of an origin. */
  static String waitingFor(String source) {
    return "waiting for credentials from " + source;
  }

  private void note(Trouble now, String reason, long nanos) {
    now.reason = reason;
    lastReason = reason;
    lastShown = now.isOfCredentials ? reason : placed(reason);
    lastCure = advice(now);
    lastFailureNanos = nanos;
  }

  /** The vendor has answered; returns the line that follows from it, if any. */
  @Nullable NoticeLine answered(LineBudget budget, long now) {
    hasDelivered = true;
    Trouble over = trouble;
    if (over == null) {
      return due(budget, now);
    }
    trouble = null;
    upSinceNanos = now;
    owesRecovery |= over.toldAs != null;
    boolean counts = over.toldAs != null || now - over.sinceNanos >= LaneLog.HICCUP.toNanos();
    boolean folds = isFoldingFrom(now);
    if (counts) {
      history.add(over.sinceNanos, now);
      hadTrouble = true;
      lastEndNanos = now;
    }
    if (folds) {
      return counts && !isFolding ? folded(budget, now) : due(budget, now);
    }
    return counts ? recovered(over, budget, now) : null;
  }

  /** Returns the line that is due by now, if any. */
  @Nullable NoticeLine due(LineBudget budget, long now) {
    boolean folds = isFoldingFrom(now);
    if (!folds && isFolding) {
      isFolding = false; // an hour with less trouble
      holdNanos = FIRST_HOLD.toNanos();
    }
    boolean isUntold = trouble == null ? owesRecovery : trouble.toldAs == null;
    if (isFolding && isUntold && now - nextSummaryNanos >= 0) {
      return folded(budget, now);
    }
    return trouble == null ? heldRecovery(budget, now) : stillIn(trouble, folds, budget, now);
  }

  /** Returns true if a line may follow without a further event. */
  boolean isPending() {
    return trouble != null || owesRecovery;
  }

  /** Returns the reason why the vendor takes no spans now; an empty string if it does. */
  String reason() {
    return trouble == null ? "" : lastShown;
  }

  /** Returns true if the vendor gets through, and did so for a time without trouble worth a line. */
  boolean isUpFor(Duration time, long now) {
    return trouble == null && (!hadTrouble || now - lastEndNanos >= time.toNanos());
  }

  /** Returns the last reason for trouble, past or not; an empty string if there was none. */
  String lastReason() {
    return lastShown;
  }

  /** Returns the last failure; null if there was none. */
  @Nullable LaneFailure lastFailure(long now) {
    return lastReason.isEmpty()
        ? null
        : new LaneFailure(
            lastShown, lastCure, Duration.ofNanos(now - lastFailureNanos), trouble == null);
  }

  /** Returns the time for which the vendor has been down; 0 if it is not. */
  long nanosInTrouble(long now) {
    return trouble == null ? 0 : now - trouble.sinceNanos;
  }

  private boolean isFoldingFrom(long now) {
    return history.count(now) >= FOLDED_PERIODS - 1;
  }

  private @Nullable NoticeLine stillIn(
      Trouble current, boolean folds, LineBudget budget, long now) {
    boolean isKnown =
        current.toldAs == current.state || (current.toldAs != null && current.isDefinite);
    if (isKnown || !budget.allows(Priority.IMPORTANT, now)) {
      return null;
    }
    if (needsPerson(current) && advice.isDue(current.state, now)) {
      advice.given(current.state, now);
      return told(current, lastShown + ". " + lastCure);
    }
    long lasted = now - current.sinceNanos;
    if (current.toldAs != null || lasted < LaneLog.PATIENCE.toNanos()) {
      return null;
    }
    if (!folds) {
      return told(current, lastShown + ". " + lastCure);
    }
    if (!isFolding) {
      return folded(budget, now);
    }
    if (lasted < holdNanos) {
      return null;
    }
    nextHold();
    nextSummaryNanos = now + SUMMARY_INTERVAL.toNanos();
    return told(
        current,
        "has taken nothing for " + DurationText.ofNanos(lasted) + ": " + lastShown + ". "
            + lastCure);
  }

  private NoticeLine told(Trouble current, String message) {
    current.toldAs = current.state;
    owesRecovery = true;
    return important(Level.WARNING, message);
  }

  private @Nullable NoticeLine recovered(Trouble over, LineBudget budget, long now) {
    boolean isNews = over.toldAs != null || !recoveryTold || now - nextRecoveryNanos >= 0;
    if (!isNews || !budget.allows(Priority.IMPORTANT, now)) {
      return null;
    }
    recoveryTold = true;
    nextRecoveryNanos = now + LossReport.INTERVAL.toNanos();
    owesRecovery = false;
    return important(
        Level.INFO,
        (over.isOfCredentials ? "has credentials again after " : "delivering again after ")
            + Duration.ofNanos(now - over.sinceNanos).toSeconds()
            + " s of trouble (" + over.reason + ")");
  }

  /** The recovery after trouble that came and went, or one for which there was no line left. */
  private @Nullable NoticeLine heldRecovery(LineBudget budget, long now) {
    long upNanos = now - upSinceNanos;
    if (!owesRecovery
        || (isFolding && upNanos < holdNanos)
        || !budget.allows(Priority.IMPORTANT, now)) {
      return null;
    }
    owesRecovery = false;
    if (isFolding) {
      nextHold();
      nextSummaryNanos = now + SUMMARY_INTERVAL.toNanos();
    }
    return important(
        Level.INFO,
        "delivering again, without trouble for " + DurationText.ofNanos(upNanos)
            + " (the last was: " + lastReason + ")");
  }

  private @Nullable NoticeLine folded(LineBudget budget, long now) {
    Priority priority = isFolding ? Priority.ORDINARY : Priority.IMPORTANT;
    if (!budget.allows(priority, now)) {
      return null;
    }
    isFolding = true;
    owesRecovery = true;
    nextSummaryNanos = now + SUMMARY_INTERVAL.toNanos();
    int periods = history.count(now) + (trouble == null ? 0 : 1);
    long inTrouble = history.nanosInTrouble() + nanosInTrouble(now);
    String message = "its trouble comes and goes: " + periods + " times within "
        + DurationText.ofNanos(history.nanosSinceFirst(now, nanosInTrouble(now))) + ", "
        + DurationText.ofNanos(inTrouble) + " in all (" + lastShown
        + "). Its spans wait in the buffer meanwhile. The next line follows when it has been up or down for "
        + DurationText.ofNanos(holdNanos) + ", or in an hour.";
    return priority == Priority.ORDINARY
        ? ordinary(Level.WARNING, message)
        : important(Level.WARNING, message);
  }

  private void nextHold() {
    holdNanos = Math.min(holdNanos + FIRST_HOLD.toNanos(), MAX_HOLD.toNanos());
  }

  /** Returns the time for which the vendor asked; its Retry-After may be longer than we follow it. */
  private static String askedWait(Outcome.Later later) {
    return later.after().compareTo(Duration.ZERO) > 0
        ? ", asks to wait for " + DurationText.of(later.after())
        : "";
  }

  /** Returns the reason with host and port, once; a reason that names the host, as of a look-up, as it is. */
  private String placed(String reason) {
    if (reason.contains(place) || reason.contains(host)) {
      return reason;
    }
    return reason.contains("; ") ? reason + " (" + place + ")" : reason + " from " + place;
  }

  private String advice(Trouble current) {
    if (current.isOfCredentials) {
      return "Its spans wait in the buffer and are sent when the credentials are there; other vendors are not affected."
          + " Check the keys of \"oauth2\", or the settings that the type takes its credentials from.";
    }
    if (current.state == State.UNAUTHORISED && !source.isEmpty()) {
      return "Its spans wait in the buffer. The vendor refuses the credentials from " + source
          + ": check their scope, and the role that they have at the vendor.";
    }
    return adviceOn(current.state);
  }

  private static String adviceOn(State state) {
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

  /** A refusal of credentials that are renewed may be over with the next renewal. */
  private boolean needsPerson(Trouble current) {
    boolean isRefused = current.state == State.UNAUTHORISED && source.isEmpty();
    return isRefused || current.state == State.QUOTA || current.isDefinite;
  }

  /** From the first failure to the next success. */
  private static final class Trouble {
    final long sinceNanos;
    State state = State.RETRYING;
    String reason = "";
    boolean isDefinite;
    boolean isOfCredentials;

    @Nullable State toldAs;

    Trouble(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }
}
