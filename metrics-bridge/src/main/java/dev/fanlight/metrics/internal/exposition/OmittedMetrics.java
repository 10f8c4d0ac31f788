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
import java.util.logging.Logger;

/** Reports each metric that a scrape leaves out, once per metric. Any thread. */
public final class OmittedMetrics {
  private static final Logger logger = Logger.getLogger(OmittedMetrics.class.getName());

  /** An application that invents names without end costs no memory and no further messages. */
  private static final int MAX_REPORTED = 200;

  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /**
   * Reports that a metric is left out.
   *
   * @param metric its name
   * @param reason a clause that follows a colon, with the cure if there is one
   */
  public void report(String metric, String reason) {
    report(Set.of(metric), reason);
  }

  /** Reports that some metrics are left out for one reason: the new ones among them, in one message. */
  void report(Set<String> metrics, String reason) {
    List<String> added = new ArrayList<>();
    for (String metric : metrics) {
      if (reported.size() < MAX_REPORTED && reported.add(metric)) {
        added.add(metric);
      }
    }
    if (!added.isEmpty()) {
      logger.warning("Left out of the metrics: " + String.join(", ", added) + ": " + reason
          + ". The other metrics are shown. This message comes once per metric.");
    }
  }

  /**
   * Reports that a metric is left out because of a failure.
   *
   * @throws VirtualMachineError if that is the failure: the process is in trouble, and not one metric alone. A stack
   *     overflow is the trouble of one callback
   */
  public void reportFailure(String metric, Throwable failure) {
    if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
      throw fatal;
    }
    report(metric, ForeignMessage.described(failure));
  }
}
