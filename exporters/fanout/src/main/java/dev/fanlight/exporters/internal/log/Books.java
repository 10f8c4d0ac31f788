/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log;

import java.util.Map;

/**
 * A reader's account, kept by a log beside the reader's place, so that both survive together.
 *
 * <p>Called under the log's lock: counts, and calls nobody.
 */
public interface Books {

  /** What a column of a drop's reason is called before the reason. */
  String DROPPED = "dropped.";

  /**
   * All columns by name, but for what was received and is buffered: the log knows what waits, and so the rest.
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

  /** Spans that were in the log already are this reader's now. */
  void found(long spans);

  /** Buffered spans are given up. */
  void dropped(long spans, String reason);
}
