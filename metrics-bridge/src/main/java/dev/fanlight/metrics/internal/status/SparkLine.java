/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot;
import java.util.List;
import java.util.Locale;

/** The plot of a rate over ten minutes, as SVG. */
final class SparkLine {

  private static final int POINTS = 100;
  private static final int HEIGHT = 28;
  private static final int PER_POINT = StatusSnapshot.HISTORY_LENGTH / POINTS;

  private SparkLine() {}

  /** Appends the plot; nothing if there is no history. */
  static void write(List<Integer> rates, HtmlWriter html) {
    if (rates.size() < PER_POINT) {
      return;
    }
    int max = rates.stream().mapToInt(Integer::intValue).max().orElse(0);
    StringBuilder line = new StringBuilder(1_024);
    int points = rates.size() / PER_POINT;
    int first = rates.size() - points * PER_POINT;
    for (int i = 0; i < points; i++) {
      double mean = rates.subList(first + i * PER_POINT, first + (i + 1) * PER_POINT).stream()
          .mapToInt(Integer::intValue)
          .average()
          .orElse(0);
      double y = HEIGHT - 1.5 - (max == 0 ? 0 : (HEIGHT - 3) * mean / max);
      line.append(i == 0 ? "M" : "L")
          .append(POINTS - points + i)
          .append(' ')
          .append(String.format(Locale.ROOT, "%.1f", y));
    }
    String path = line.toString();
    html.raw(
            "<svg class=\"spark\" viewBox=\"0 0 99 28\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
        .text("spans per second over the last ten minutes, at most " + AmountText.count(max))
        .raw("\"><path class=\"a\" d=\"")
        .raw(path)
        .raw("L99 28L" + (POINTS - points) + " 28Z\"/><path class=\"l\" d=\"")
        .raw(path)
        .raw("\"/></svg>");
  }
}
