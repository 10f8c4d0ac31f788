/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.status;

import dev.fanlight.exporters.internal.lane.LaneFailure;
import dev.fanlight.exporters.internal.lane.LaneReading;
import dev.fanlight.exporters.internal.pipeline.FanoutReading;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Pipeline;
import dev.fanlight.exporters.spi.StatusSnapshot.State;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a snapshot of the state from a reading of the fan-out and the history. Any thread. */
public final class StatusReader {

  private static final String LOSS_CURE =
      "The counts by reason are in the vendor's losses; the documentation explains each reason.";
  private static final String SLOW_CURE =
      "Its spans wait in the buffer. Do as the message says, or send less with \"sample\".";

  private final StatusSampler sampler;

  /** A reader of this history. */
  public StatusReader(StatusSampler sampler) {
    this.sampler = sampler;
  }

  /**
   * Returns the state of a running fan-out.
   *
   * @param leftOut vendors that are wrong in the file, and do not run
   * @param switchedOff vendors that the file switches off
   */
  public StatusSnapshot read(
      long epochMillis,
      State state,
      FanoutReading fanout,
      FileVersion file,
      Set<String> leftOut,
      Set<String> switchedOff) {
    Pipeline pipeline = pipeline(fanout);
    List<Vendor> vendors = new ArrayList<>();
    Set<String> running = new HashSet<>();
    for (LaneReading lane : fanout.lanes()) {
      if (!lane.isLeaving() || !isElsewhere(lane.account().vendor(), leftOut, switchedOff)) {
        running.add(lane.account().vendor());
        vendors.add(vendor(epochMillis, lane, fanout.views(), pipeline.timeUntilLogIsFull()));
      }
    }
    Map<String, LedgerSnapshot> accounts = new LinkedHashMap<>();
    for (LedgerSnapshot account : fanout.sample().accounts()) {
      accounts.put(account.vendor(), account);
    }
    leftOut.forEach(name -> vendors.add(absent(account(accounts, name), Flow.LEFT_OUT)));
    switchedOff.forEach(name -> vendors.add(absent(account(accounts, name), Flow.SWITCHED_OFF)));
    for (LedgerSnapshot account : accounts.values()) {
      String name = account.vendor();
      if (!running.contains(name) && !isElsewhere(name, leftOut, switchedOff)) {
        vendors.add(absent(account, Flow.REMOVED));
      }
    }
    return new StatusSnapshot(epochMillis, state, pipeline, file, vendors);
  }

  private static boolean isElsewhere(String name, Set<String> leftOut, Set<String> switchedOff) {
    return leftOut.contains(name) || switchedOff.contains(name);
  }

  private static LedgerSnapshot account(Map<String, LedgerSnapshot> accounts, String name) {
    LedgerSnapshot account = accounts.get(name);
    return account != null
        ? account
        : new LedgerSnapshot(
            name, LedgerSnapshot.State.STOPPED, 0, 0, 0, Map.of(), Map.of(), Map.of(), 0);
  }

  private Pipeline pipeline(FanoutReading fanout) {
    long bytes = fanout.sample().logBytes();
    return sampler.ofPipeline(history -> new Pipeline(
        fanout.sample().queue(),
        history == null ? 0 : history.endedPerSecond(),
        history == null ? 0 : history.spansPerBatch(),
        fanout.logFolder(),
        bytes,
        fanout.logLimitBytes(),
        history == null ? null : history.timeUntilFull(bytes, fanout.logLimitBytes())));
  }

  private Vendor vendor(
      long epochMillis,
      LaneReading lane,
      List<List<String>> views,
      @Nullable Duration timeUntilFull) {
    String name = lane.account().vendor();
    return sampler.ofVendor(name, history -> {
      FlowPolicy policy = new FlowPolicy(lane, history, timeUntilFull);
      return new Vendor(
          lane.account(),
          policy.flow(),
          policy.text(),
          policy.isLosing(),
          lane.endpoint(),
          others(name, views),
          history == null ? 0 : history.receivedPerSecond(),
          history == null ? 0 : history.deliveredPerSecond(),
          history == null ? List.of() : history.deliveredPerSecondHistory(),
          lane.load().bufferedBytes(),
          lane.load().oldestAge(),
          sampler.answerTime(history, 0.5),
          sampler.answerTime(history, 0.99),
          failure(epochMillis, lane, policy.flow()));
    });
  }

  private static Vendor absent(LedgerSnapshot account, Flow flow) {
    return new Vendor(
        account,
        flow,
        FlowText.of(flow),
        flow == Flow.LEFT_OUT,
        "",
        List.of(),
        0,
        0,
        List.of(),
        0,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        null);
  }

  private static List<String> others(String name, List<List<String>> views) {
    for (List<String> view : views) {
      if (view.contains(name)) {
        return view.stream().filter(other -> !other.equals(name)).toList();
      }
    }
    return List.of();
  }

  private static @Nullable Failure failure(long epochMillis, LaneReading lane, Flow flow) {
    LaneFailure failure = lane.failure();
    if (failure != null && !failure.isOver()) {
      return failure(epochMillis, failure);
    }
    if (!lane.slowness().isEmpty()) {
      return new Failure(lane.slowness(), SLOW_CURE, epochMillis, false);
    }
    if (flow == Flow.LOSING && !lane.lossCause().isEmpty()) {
      return new Failure(lane.lossCause(), LOSS_CURE, epochMillis, false);
    }
    return failure == null ? null : failure(epochMillis, failure);
  }

  private static Failure failure(long epochMillis, LaneFailure failure) {
    return new Failure(
        failure.message(),
        failure.cure(),
        epochMillis - failure.age().toMillis(),
        failure.isOver());
  }
}
