/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import java.time.Duration;
import java.util.Set;

/** A log that writes down what append returned for, and says that it did. */
record JournalledLog(BatchLog log, Journal journal, KeepingUp health) implements BatchLog {

  @Override
  public void append(BatchRecord record) {
    log.append(record);
    if (!health.isBehind()) { // else it was warned that a kill may cost it
      journal.appended(record);
      System.out.println("APPENDED");
    }
  }

  @Override
  public LogReader newReader(ReaderSettings settings, Books books, Losses losses, Runnable wakeUp) {
    return log.newReader(settings, books, losses, wakeUp);
  }

  @Override
  public void forgetAllBut(Set<String> names) {
    log.forgetAllBut(names);
  }

  @Override
  public String place() {
    return log.place();
  }

  @Override
  public long sizeInBytes() {
    return log.sizeInBytes();
  }

  @Override
  public void close(Duration longest) {
    log.close(longest);
  }
}
