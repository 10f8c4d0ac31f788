/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.exposition;

import dev.fanlight.metrics.internal.text.ForeignMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs each metric that a scrape omits, once per metric. Any thread. */
public final class OmittedMetrics {
  private static final Logger logger = Logger.getLogger(OmittedMetrics.class.getName());

  /** Maximum number of reported names, which bounds memory and messages if an application creates names without end. */
  private static final int MAX_REPORTED = 200;

  private static final String REST =
      ". All other metrics are shown. This message is logged once per ";

  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /**
   * Reports that a metric is omitted.
   *
   * @param metric name of the metric
   * @param reason clause that follows a colon, with the cure if there is one
   */
  public void report(String metric, String reason) {
    report(Set.of(metric), reason);
  }

  /** Reports in one message the metrics that are omitted for one reason and were not reported before. */
  void report(Set<String> metrics, String reason) {
    List<String> added = new ArrayList<>();
    for (String metric : metrics) {
      if (reported.size() < MAX_REPORTED && reported.add(metric)) {
        added.add(metric);
      }
    }
    if (!added.isEmpty()) {
      logger.warning("Omitted from the metrics: " + String.join(", ", added) + ": " + reason + REST
          + "metric.");
    }
  }

  /**
   * Reports that a metric is omitted because of a failure.
   *
   * @throws VirtualMachineError if that is the failure, except for a stack overflow, which concerns one callback; any other
   *     such error concerns the whole process
   */
  public void reportFailure(String metric, Throwable failure) {
    throwIfFatal(failure);
    report(metric, ForeignMessage.described(failure));
  }

  /**
   * Reports with the exception that the metrics of a collector are omitted because the collector failed.
   *
   * @throws VirtualMachineError as {@link #reportFailure} does
   */
  void reportCollector(Object collector, Throwable failure) {
    throwIfFatal(failure);
    String identity = collector.getClass().getName() + "@" + System.identityHashCode(collector);
    if (reported.size() < MAX_REPORTED && reported.add(identity)) {
      logger.log(
          Level.WARNING,
          "Omitted from the metrics: those of the application's collector "
              + collector.getClass().getName() + ": " + ForeignMessage.described(failure)
              + ". Correct the collector, or remove it from its registry; fanlight_metrics_failed_collections_total counts"
              + " its failures" + REST + "collector.",
          ForeignMessage.loggable(failure));
    }
  }

  private static void throwIfFatal(Throwable failure) {
    if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
      throw fatal;
    }
  }
}
