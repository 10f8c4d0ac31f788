/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.testing.ForwardingLog;

/** A log that writes down what append returned for, and says that it did. */
final class JournalledLog extends ForwardingLog {

  private final Journal journal;
  private final KeepingUp health;

  JournalledLog(BatchLog log, Journal journal, KeepingUp health) {
    super(log);
    this.journal = journal;
    this.health = health;
  }

  @Override
  public void append(BatchRecord record) {
    super.append(record);
    if (!health.isBehind()) { // else it was warned that a kill may cost it
      journal.appended(record);
      System.out.println("APPENDED");
    }
  }
}
