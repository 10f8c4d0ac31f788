/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds the label values of a new series into an overflow value, step by step, while a limit of the series is reached.
 * Not thread-safe.
 */
final class CardinalityReducer {
  /** Label value that stands for all values beyond a limit; Tempo uses the same one. */
  static final String OVERFLOW = "__cardinality_overflow__";

  /** A label is wide if it has at least this fraction, one tenth, of its maximum number of values. */
  private static final int WIDE = 10;

  /*
   * Three steps:
   *   1. a label has its maximum number of values: a further value of that label is folded;
   *   2. three quarters of the series are used: the label with the most values is folded if it is wide;
   *   3. all series are used: every label that is not closed is folded. The result is one series for each combination of
   *      the closed labels (service, kind, status), which is created beyond the limit.
   */
  private static final int STEPS = 3;

  private final Dimension[] dimensions;
  private final LabelValues known;
  private final SeriesBudget budget;
  private final List<@Nullable String> texts;
  private long folds;
  private long valueFolds;
  private int step;

  /** Creates a reducer that owns the list of texts from now on. */
  CardinalityReducer(
      Dimension[] dimensions,
      LabelValues known,
      SeriesBudget budget,
      List<@Nullable String> texts) {
    this.dimensions = dimensions;
    this.known = known;
    this.budget = budget;
    this.texts = texts;
  }

  /** Returns the current label values; null for a label that the series does not have. */
  List<@Nullable String> texts() {
    return texts;
  }

  /** Returns the folded labels, one bit each. */
  long folds() {
    return folds;
  }

  /** Returns the labels that were folded because of their own limit, one bit each. */
  long valueFolds() {
    return valueFolds;
  }

  /** Takes the next step; returns false after the last step, when {@link #texts} is final. */
  boolean coarser() {
    if (step == STEPS) {
      return false;
    }
    switch (step++) {
      case 0 -> foldValuesBeyondLimit();
      case 1 -> foldWidestIfTight();
      default -> foldAllIfFull();
    }
    return true;
  }

  private void foldValuesBeyondLimit() {
    for (int i = 0; i < dimensions.length; i++) {
      String text = texts.get(i);
      if (text != null && known.count(i) >= budget.valuesPerLabel() && !known.isKnown(i, text)) {
        fold(i);
      }
    }
    valueFolds = folds;
  }

  private void foldWidestIfTight() {
    int widest = widest();
    if (budget.isTight() && known.count(widest) >= budget.valuesPerLabel() / WIDE) {
      fold(widest);
    }
  }

  private int widest() {
    int widest = 0;
    for (int i = 1; i < dimensions.length; i++) {
      boolean isWider = known.count(i) > known.count(widest);
      if (!dimensions[i].isClosed() && (isWider || dimensions[widest].isClosed())) {
        widest = i;
      }
    }
    return widest;
  }

  private void foldAllIfFull() {
    if (budget.isFull()) {
      for (int i = 0; i < dimensions.length; i++) {
        fold(i);
      }
    }
  }

  private void fold(int i) {
    if (!dimensions[i].isClosed() && texts.get(i) != null && !OVERFLOW.equals(texts.get(i))) {
      texts.set(i, OVERFLOW);
      folds |= 1L << i;
    }
  }
}
