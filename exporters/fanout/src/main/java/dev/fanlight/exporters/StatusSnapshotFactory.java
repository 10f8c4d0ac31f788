/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.pipeline.FanoutReading;
import dev.fanlight.exporters.internal.pipeline.FanoutSample;
import dev.fanlight.exporters.internal.send.RequestTimes;
import dev.fanlight.exporters.internal.status.StatusReader;
import dev.fanlight.exporters.internal.status.StatusSampler;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.spi.SectionContext.Reloads;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.State;
import io.opentelemetry.sdk.common.Clock;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates the status snapshots of a span processor from the history of the file, the state of the fan-out, and the samples
 * since the first snapshot. As a listener it samples the time of each request, and passes it on. Any thread.
 */
final class StatusSnapshotFactory implements RequestTimes {

  private final Clock clock;
  private final RequestTimes next;
  private volatile FileHistory file = FileHistory.EMPTY;

  /** Empty until a status is asked for: a start without one does not pay for its classes. */
  private final AtomicReference<@Nullable StatusSampler> sampler = new AtomicReference<>();

  StatusSnapshotFactory(Clock clock, RequestTimes next) {
    this.clock = clock;
    this.next = next;
  }

  /** Notes the files that the configuration is from. */
  void fileNamed(String documents) {
    file = file.of(documents);
  }

  /** Notes the problems of the newest version of the file. */
  void fileRead(List<Problem> problems) {
    file = file.with(problems);
  }

  /** Notes the version of the file that runs from now on. */
  void fileApplied(Configuration applied) {
    file = file.applied(applied);
  }

  @Override
  public void ended(String vendor, @Nullable URI endpoint, Exchange exchange, long nanos) {
    next.ended(vendor, endpoint, exchange, nanos);
    StatusSampler history = sampler.get();
    if (history != null) {
      history.ended(vendor, endpoint, exchange, nanos);
    }
  }

  @Override
  public void clientEnded(String vendor, String error, long nanos) {
    next.clientEnded(vendor, error, nanos);
    StatusSampler history = sampler.get();
    if (history != null) {
      history.clientEnded(vendor, error, nanos);
    }
  }

  /**
   * Creates a snapshot; the first one starts the sampling.
   *
   * @param samples the counts now, called every two seconds from the first snapshot on; null while there is no fan-out
   * @param reading of the running fan-out, or of the ledgers before it
   * @param state null for the one that follows from the file: it is refused, or switches Fanlight off
   */
  StatusSnapshot create(
      Supplier<@Nullable FanoutSample> samples,
      FanoutReading reading,
      @Nullable State state,
      Reloads reloads) {
    StatusSampler history = startedSampler(samples);
    Set<String> vendorsThatRun = new HashSet<>();
    reading.lanes().forEach(lane -> {
      if (!lane.isLeaving()) {
        vendorsThatRun.add(lane.account().vendor());
      }
    });
    FileHistory newest = file;
    return new StatusReader(history)
        .read(
            clock.now() / 1_000_000,
            state == null ? stateOf(newest) : state,
            reading,
            newest.version(reloads),
            state == State.RUNNING ? newest.leftOut(vendorsThatRun) : Set.of(),
            newest.switchedOff());
  }

  /** Returns the vendors that the file asks for and that do not run. */
  Set<String> leftOut(Set<String> vendorsThatRun) {
    return file.leftOut(vendorsThatRun);
  }

  private static State stateOf(FileHistory newest) {
    return newest.running() == null ? State.REFUSED : State.SWITCHED_OFF;
  }

  private StatusSampler startedSampler(Supplier<@Nullable FanoutSample> samples) {
    if (sampler.get() == null) {
      sampler.compareAndSet(null, new StatusSampler(samples, clock));
    }
    StatusSampler history = Objects.requireNonNull(sampler.get());
    history.start();
    return history;
  }

  /** Ends the sampling; a later snapshot may start it again. */
  void close() {
    StatusSampler history = sampler.get();
    if (history != null) {
      history.close();
    }
  }
}
