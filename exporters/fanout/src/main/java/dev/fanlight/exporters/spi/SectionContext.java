/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The questions that a section of the file may ask of the fan-out; any thread, at any time, always the current state.
 */
public interface SectionContext {

  /** The account of every vendor, in the order of the file. */
  List<LedgerSnapshot> ledgerSnapshots();

  /** Returns the rates and the backlog of each running vendor. Default: no statuses. */
  default List<VendorStatus> vendorStatuses() {
    return List.of();
  }

  /** Returns the counts of spans offered, queued and refused before any vendor is involved. */
  QueueSnapshot queueSnapshot();

  /**
   * Returns the state of the fan-out for people. The first call starts the sampling of the history, which goes on until the
   * fan-out is switched off or closed. May be called while a section is created. Default an empty one.
   */
  default StatusSnapshot status() {
    return StatusSnapshot.EMPTY;
  }

  /**
   * Returns the one instance of a class that all sections of the fan-out share; the first section that asks creates it. May
   * be called while a section is created. Default a new one.
   */
  default <T> T shared(Class<T> type, Supplier<T> factory) {
    return factory.get();
  }

  /**
   * Returns the way into the fan-out for spans of other processes; always the same, also across edits of the file. May be
   * called while a section is created. Default one that takes no span.
   */
  default SpanIntake spanIntake() {
    return SpanIntake.unavailable("there is no fan-out");
  }

  /** Applied and refused versions of the file since start, and when. */
  Reloads reloads();

  /**
   * The share of traces that at least one vendor keeps, as the highest of the vendors' sampling rates; 0 to 1, and 1
   * where there is no vendor to leave any out. Filters are not consulted.
   */
  double highestSamplingRate();

  /**
   * Returns the addresses at which a trace can be viewed.
   *
   * @param span any span of the trace, sampled and with the trace state that it is exported with
   * @return vendor name to address, for the vendors with a link template and a sampling rate that keeps this trace.
   *     Filters are not consulted
   */
  Map<String, String> traceLinks(SpanContext span);

  /**
   * The numbers of reloads of the file.
   *
   * @param applied versions that took effect after the first
   * @param refused versions that were not valid and had no effect
   * @param lastAppliedEpochMillis when the running version took effect
   * @param lastRefused whether the newest version seen was refused
   */
  record Reloads(long applied, long refused, long lastAppliedEpochMillis, boolean lastRefused) {}
}
