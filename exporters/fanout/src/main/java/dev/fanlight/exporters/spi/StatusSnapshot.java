/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of the fan-out at one moment, for people: whether spans flow to each vendor, and if not, the reason and the cure.
 * Immutable.
 *
 * <p>It holds no secret, no header and no value of an attribute. Texts may hold words of a vendor's answer: escape them.
 *
 * @param atEpochMillis when it was taken
 * @param state of the fan-out as a whole
 * @param pipeline the counts before all vendors, and the log
 * @param file the version of the file that runs
 * @param vendors those of the file in its order, then the ones that have left
 */
public record StatusSnapshot(
    long atEpochMillis, State state, Pipeline pipeline, FileVersion file, List<Vendor> vendors) {

  /** The time that one value of {@link Vendor#deliveredPerSecondHistory} stands for. */
  public static final Duration HISTORY_INTERVAL = Duration.ofSeconds(2);

  /** The maximum number of values of {@link Vendor#deliveredPerSecondHistory}: ten minutes. */
  public static final int HISTORY_LENGTH = 300;

  /** The snapshot of a fan-out that does not exist. */
  static final StatusSnapshot EMPTY = new StatusSnapshot(
      0,
      State.CLOSED,
      new Pipeline(new QueueSnapshot(0, Map.of(), 0, 0, 0), 0, 0, "", 0, 0, null),
      new FileVersion("", 0, 0, "", false, List.of()),
      List.of());

  /** Copies the list. */
  public StatusSnapshot {
    vendors = List.copyOf(vendors);
  }

  /** Returns the snapshot as one JSON object, with keys in snake case and without white space. */
  public String toJson() {
    return StatusJson.of(this);
  }

  /** The state of the fan-out as a whole. */
  public enum State {
    /** The pipeline runs. */
    RUNNING,
    /** The file says {@code enabled: false}, or the environment does. */
    SWITCHED_OFF,
    /** The file was refused at the start, and nothing runs before it is right. */
    REFUSED,
    /** The fan-out was closed. */
    CLOSED
  }

  /**
   * The counts before all vendors, and the log in which batches wait.
   *
   * @param queue of spans that have ended
   * @param endedPerSecond spans, over the last minute
   * @param spansPerBatch mean size of the batches of the last minute; 0 if there was none
   * @param logFolder folder of the log, as messages show it; empty if batches wait in memory
   * @param logBytes bytes of the batches that wait or are on their way; an estimate if they are on disk
   * @param logLimitBytes maximum of these
   * @param timeUntilLogIsFull at the rate of the last minute; null if the log does not grow
   */
  public record Pipeline(
      QueueSnapshot queue,
      double endedPerSecond,
      double spansPerBatch,
      String logFolder,
      long logBytes,
      long logLimitBytes,
      @Nullable Duration timeUntilLogIsFull) {}

  /**
   * The version of the file that runs.
   *
   * @param documents names of the files
   * @param version 1 at the start, and one more with each edit that took effect
   * @param appliedEpochMillis when it took effect
   * @param lastEdit vendors and sections that the last edit added, changed or removed; empty before the first
   * @param isNewestRefused whether a newer version was refused, so that an older one runs
   * @param problems of the newest version, each with its line in the file
   */
  public record FileVersion(
      String documents,
      long version,
      long appliedEpochMillis,
      String lastEdit,
      boolean isNewestRefused,
      List<String> problems) {

    /** Copies the list. */
    public FileVersion {
      problems = List.copyOf(problems);
    }
  }

  /**
   * One vendor.
   *
   * @param account of its spans
   * @param flow whether spans flow to it
   * @param flowText the same in words, for example {@code behind by 3 min 12 s}
   * @param isLosing whether it loses spans now, or will within the hour if nothing changes
   * @param endpoint scheme, host and port, as messages show them; empty if it does not run
   * @param sharesViewWith other vendors that get the same bytes
   * @param receivedPerSecond spans that it was to get, over the last minute
   * @param deliveredPerSecond spans that it took, over the last minute
   * @param deliveredPerSecondHistory the same for each {@link #HISTORY_INTERVAL}, the newest last
   * @param bufferedBytes bytes that wait for it or are on their way; an estimate if they are on disk
   * @param oldestAge age of the oldest span that waits; zero if none does
   * @param medianAnswerTime of the last ten minutes; zero if there was no answer
   * @param p99AnswerTime of the last ten minutes; zero if there was no answer
   * @param lastFailure the last failure; null if there was none
   */
  public record Vendor(
      LedgerSnapshot account,
      Flow flow,
      String flowText,
      boolean isLosing,
      String endpoint,
      List<String> sharesViewWith,
      double receivedPerSecond,
      double deliveredPerSecond,
      List<Integer> deliveredPerSecondHistory,
      long bufferedBytes,
      Duration oldestAge,
      Duration medianAnswerTime,
      Duration p99AnswerTime,
      @Nullable Failure lastFailure) {

    /** Copies the lists. */
    public Vendor {
      sharesViewWith = List.copyOf(sharesViewWith);
      deliveredPerSecondHistory = List.copyOf(deliveredPerSecondHistory);
    }

    /** Returns the vendor's name in the file. */
    public String name() {
      return account.vendor();
    }
  }

  /** Whether spans flow to a vendor. */
  public enum Flow {
    /** The vendor takes spans as fast as they come. */
    DELIVERING("delivering"),
    /** No span has come for a minute, and none waits. */
    IDLE("idle"),
    /** Spans wait for the first answer, or for the next batch. */
    WAITING("waiting"),
    /** The vendor takes spans more slowly than they come, or not at all; they wait in the log. */
    BEHIND("behind"),
    /** The vendor refuses the credentials. */
    KEY_REFUSED("key refused"),
    /** The vendor says that the quota is used up. */
    QUOTA_USED_UP("quota used up"),
    /** Spans for the vendor were rejected or dropped within the last minute. */
    LOSING("losing spans"),
    /** The vendor is wrong in the file, and does not run. */
    LEFT_OUT("left out"),
    /** The vendor is no longer in the file; its last spans are on their way, or sent. */
    REMOVED("removed"),
    /** The file says {@code enabled: false} for the vendor. */
    SWITCHED_OFF("switched off");

    private final String word;

    Flow(String word) {
      this.word = word;
    }

    /** Returns the state for people, in lower case, for example {@code key refused}. */
    public String word() {
      return word;
    }
  }

  /**
   * A failure at a vendor.
   *
   * @param message the vendor's answer, or the reason why there was none
   * @param cure the next step for a person
   * @param epochMillis when it happened last
   * @param isOver whether the vendor has answered since
   */
  public record Failure(String message, String cure, long epochMillis, boolean isOver) {}
}
