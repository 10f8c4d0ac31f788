/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.Map;

/**
 * A reader's account, kept by a log beside the reader's place, so that both survive together.
 *
 * <p>Called under the log's lock: an implementation counts, and calls no foreign code.
 */
public interface Books {

  /** The prefix of a column with a reason for a drop. */
  String DROPPED = "dropped.";

  /**
   * Returns all columns by name, except received and buffered: the log knows the buffered spans, and so both.
   *
   * @return a map of the caller's own
   */
  Map<String, Long> columns();

  /**
   * A reader of this name has been before: an account that is empty goes on from its columns, any other from its own.
   *
   * @param columns as they were kept
   * @param waiting spans that wait in the log for this reader
   */
  void goOn(Map<String, Long> columns, long waiting);

  /**
   * The account of an earlier reader of this name could be read only now: its columns are added to those of this account.
   *
   * @param columns as they were kept
   */
  void add(Map<String, Long> columns);

  /** Spans that were in the log already are this reader's now. */
  void found(long spans);

  /** Buffered spans are given up. */
  void dropped(long spans, DropReason reason);
}
