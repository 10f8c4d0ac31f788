/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Books;
import dev.fanlight.exporters.internal.log.LogReader;
import java.time.Duration;
import java.util.Set;

/** A log like another; a test overrides what is to be different. */
public class ForwardingLog implements BatchLog {

  private final BatchLog log;

  public ForwardingLog(BatchLog log) {
    this.log = log;
  }

  @Override
  public void append(BatchRecord record) {
    log.append(record);
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
  public void awaitWritten(Duration longest) throws InterruptedException {
    log.awaitWritten(longest);
  }

  @Override
  public boolean awaitAppended(Duration longest) throws InterruptedException {
    return log.awaitAppended(longest);
  }

  @Override
  public void close(Duration longest) {
    log.close(longest);
  }
}
