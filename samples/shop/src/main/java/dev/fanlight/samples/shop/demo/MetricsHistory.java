/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The last five minutes of the counts that the page draws. Any thread. */
final class MetricsHistory {
  private static final int MOST_POINTS = 150;
  private static final int POINTS_OF_RATES = 5;

  @GuardedBy("this") private final Deque<MetricsPoint> points = new ArrayDeque<>();

  /**
   * The counts between two scrapes.
   *
   * @param at time of the second, in milliseconds of the epoch
   * @param seconds time between them
   * @param logins number of logins in each bucket of duration
   * @param causes number of failed session transfers by cause
   */
  record Column(long at, double seconds, List<Double> logins, Map<String, Double> causes) {}

  /**
   * The calls of one service to another in the last ten seconds.
   *
   * @param rate calls per second
   * @param failed share of the calls that failed, 0 to 1
   * @param median median duration in seconds
   * @param p99 99th percentile of the duration in seconds
   */
  record Edge(
      String client, String server, double rate, double failed, double median, double p99) {}

  /**
   * The history as it is drawn.
   *
   * @param bounds upper bounds of the buckets, in seconds; the last is unlimited and not in the list
   */
  record Drawn(List<Double> bounds, List<Column> columns, List<Edge> edges) {}

  synchronized void add(MetricsPoint point) {
    points.addLast(point);
    if (points.size() > MOST_POINTS) {
      points.removeFirst();
    }
  }

  synchronized Drawn drawn() {
    List<MetricsPoint> all = List.copyOf(points);
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      columns.add(column(all.get(i - 1), all.get(i)));
    }
    var bounds = new TreeSet<Double>();
    all.forEach(point -> bounds.addAll(point.logins().keySet()));
    bounds.remove(Double.POSITIVE_INFINITY);
    return new Drawn(List.copyOf(bounds), columns, edges(all));
  }

  private static Column column(MetricsPoint from, MetricsPoint to) {
    Map<String, Double> causes = new TreeMap<>();
    to.causes()
        .forEach((cause, count) ->
            causes.put(cause, Math.max(0, count - from.causes().getOrDefault(cause, 0.0))));
    List<Double> logins = new BucketDifference(from.logins(), to.logins()).counts();
    return new Column(to.atMillis(), seconds(from, to), logins, causes);
  }

  private static List<Edge> edges(List<MetricsPoint> all) {
    List<Edge> edges = new ArrayList<>();
    if (all.size() < 2) {
      return edges;
    }
    MetricsPoint to = all.get(all.size() - 1);
    MetricsPoint from = all.get(Math.max(0, all.size() - 1 - POINTS_OF_RATES));
    to.calls().forEach((key, later) -> {
      MetricsPoint.Calls earlier = from.calls()
          .getOrDefault(
              key, new MetricsPoint.Calls(later.client(), later.server(), 0, 0, new TreeMap<>()));
      double calls = later.total() - earlier.total();
      var durations = new BucketDifference(earlier.buckets(), later.buckets());
      edges.add(new Edge(
          later.client(),
          later.server(),
          Math.max(0, calls) / seconds(from, to),
          calls > 0 ? Math.max(0, later.failed() - earlier.failed()) / calls : 0,
          durations.quantile(0.5),
          durations.quantile(0.99)));
    });
    return edges;
  }

  private static double seconds(MetricsPoint from, MetricsPoint to) {
    return Math.max(1, to.atMillis() - from.atMillis()) / 1_000.0;
  }
}
