/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The label values of a series to be, made coarser step by step where there are too many. One thread. */
final class CardinalityReducer {
  /** The label value that stands for all values beyond a limit; Tempo's word for it. */
  static final String OVERFLOW = "__cardinality_overflow__";

  /** A label is wide if it has a tenth of the values that it may have. */
  private static final int WIDE = 10;

  /*
   * Three bounds, from mild to hard:
   *   1. a label has its values: a further value of that label is folded;
   *   2. three quarters of the series are used: the label with most values, if it has many, is folded;
   *   3. all are used: every open label is folded. What that leads to is the last resort, one series for
   *      each combination of the closed labels (service, kind, status).
   */
  private static final int STEPS = 3;

  private final Dimension[] dimensions;
  private final LabelValues known;
  private final SeriesBudget budget;
  private final List<@Nullable String> texts;
  private long folds;
  private long valueFolds;
  private int step;

  /** Takes the list of texts over. */
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

  /** The values as they are now; null where the label is left out. */
  List<@Nullable String> texts() {
    return texts;
  }

  /** The labels that were folded, one bit each. */
  long folds() {
    return folds;
  }

  /** The labels of those that were folded because the label has reached its own limit, one bit each. */
  long valueFolds() {
    return valueFolds;
  }

  /** Takes the next step; false if there is none left, and {@link #texts} are to be counted as they are. */
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
