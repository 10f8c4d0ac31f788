/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a section of the file may ask of the fan-out; any thread, at any time, always as things stand now. */
public interface SectionContext {

  /** The account of every vendor, in the order of the file. */
  List<LedgerSnapshot> ledgerSnapshots();

  /** Returns how fast each vendor that runs takes spans, and what waits for it. Default none. */
  default List<VendorStatus> vendorStatuses() {
    return List.of();
  }

  /** What stands before all vendors. */
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

  /** Applied and refused versions of the file since start, and when. */
  Reloads reloads();

  /**
   * The share of traces that at least one vendor keeps, as the highest of the vendors' sampling rates; 0 to 1, and 1
   * where there is no vendor to leave any out. Filters are not consulted.
   */
  double highestSamplingRate();

  /**
   * Where a trace can be looked at.
   *
   * @param span any span of the trace, sampled and with the trace state that it is exported with
   * @return vendor name to address, for the vendors that have a link template and whose sampling rate keeps this trace.
   *     Filters are not consulted
   */
  Map<String, String> traceLinks(SpanContext span);

  /**
   * How often the file was read again.
   *
   * @param applied versions that took effect after the first
   * @param refused versions that were not valid and changed nothing
   * @param lastAppliedEpochMillis when the running version took effect
   * @param lastRefused whether the newest version seen was refused
   */
  record Reloads(long applied, long refused, long lastAppliedEpochMillis, boolean lastRefused) {}
}
