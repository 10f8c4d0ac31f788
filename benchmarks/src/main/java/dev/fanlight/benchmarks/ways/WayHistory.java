/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

import java.util.ArrayList;
import java.util.List;

/**
 * The figures of all starts of one way in; the lists grow.
 *
 * @param way that is measured
 * @param without figures of the application without an exporter
 * @param stock figures of the application with the SDK's OTLP exporter; empty if they are not measured
 * @param with figures of the application with Fanlight
 */
record WayHistory(
    StartWay way, List<StartFigures> without, List<StartFigures> stock, List<StartFigures> with) {

  static WayHistory of(StartWay way) {
    return new WayHistory(way, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }
}
