/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The log lines about one vendor that follow from events.
 *
 * <p>Not safe on several threads: the lock of {@link LaneLog} guards it.
 */
final class LaneReport {

  private final LineBudget budget = new LineBudget();
  private final TroubleReport trouble;
  private final LossReport losses = new LossReport();
  private final BacklogReport backlog = new BacklogReport();
  private final RemarkReport remarks;

  /**
   * Creates a report about a vendor without events.
   *
   * @param place the endpoint as a log may show it, without path, query and credentials
   */
  LaneReport(String place) {
    this.trouble = new TroubleReport(place);
    this.remarks = new RemarkReport(place);
  }

  List<NoticeLine> attemptEnded(State state, Outcome outcome, long now) {
    return outcome instanceof Outcome.Later later
        ? written(trouble.failed(state, later, budget, now), now)
        : withLossesBefore(trouble.answered(budget, now), now);
  }

  List<NoticeLine> credentialsMissing(String source, String reason, boolean isDefinite, long now) {
    trouble.renewsFrom(source);
    return written(trouble.credentialsMissing(reason, isDefinite, budget, now), now);
  }

  List<NoticeLine> credentialsRenewed(String source, long now) {
    trouble.renewsFrom(source);
    return withLossesBefore(trouble.credentialsRenewed(budget, now), now);
  }

  List<NoticeLine> warned(String warning, long now) {
    return written(remarks.warned(warning, budget, now), now);
  }

  List<NoticeLine> said(Level level, String message, long now) {
    return written(remarks.said(level, message, budget, now), now);
  }

  List<NoticeLine> lost(long spans, String reason, String detail, long now) {
    losses.add(spans, reason, detail.isEmpty() ? causeOf(reason, now) : detail, now);
    return written(losses.due(budget, now), now);
  }

  private String causeOf(String reason, long now) {
    return LossCauses.of(
        reason,
        trouble.reason(),
        trouble.nanosInTrouble(now),
        backlog.slowness(),
        trouble.lastReason());
  }

  List<NoticeLine> measured(LaneLoad load, long now) {
    boolean getsThrough = trouble.isUpFor(LoadMeter.PERIOD, now);
    return withLossesBefore(backlog.measured(load, getsThrough, budget, now), now);
  }

  /** Returns the lines that are due by now without an event. */
  List<NoticeLine> due(long now) {
    List<NoticeLine> lines = withLossesBefore(trouble.due(budget, now), now);
    return lines.isEmpty() ? written(losses.due(budget, now), now) : lines;
  }

  /** Returns true if a line may be due soon without an event. */
  boolean isPending() {
    return trouble.isPending() || losses.isPending() || isSlow();
  }

  /** Returns the last failure; null if there was none. */
  @Nullable LaneFailure lastFailure(long now) {
    return trouble.lastFailure(now);
  }

  /** Returns why the vendor is slow and the cure; an empty string if it keeps up. */
  String slowness() {
    return backlog.slowness();
  }

  /** Returns the cause of the last loss; an empty string if there was none, or it is not known. */
  String lastLossCause() {
    return losses.lastCause();
  }

  boolean isSlow() {
    return !backlog.slowness().isEmpty();
  }

  /**
   * Returns the reason for the present trouble of the vendor, or else for its last loss; empty if neither is known.
   */
  String lastReason() {
    return trouble.reason().isEmpty() ? losses.lastCause() : trouble.reason();
  }

  private List<NoticeLine> written(@Nullable NoticeLine line, long now) {
    return line == null ? List.of() : List.of(budget.write(line, now));
  }

  /** Puts the losses in trouble before the line about its end, so that the last line tells the state. */
  private List<NoticeLine> withLossesBefore(@Nullable NoticeLine line, long now) {
    boolean isRecovery = line != null && line.level().equals(Level.INFO);
    NoticeLine sum = isRecovery ? losses.sum(budget, now) : null;
    if (line == null || sum == null) {
      return written(line, now);
    }
    List<NoticeLine> lines = new ArrayList<>(written(sum, now));
    lines.add(budget.write(line, now));
    return lines;
  }
}
