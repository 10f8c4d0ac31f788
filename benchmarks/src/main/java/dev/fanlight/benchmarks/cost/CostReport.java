/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The runs so far as a table for people and a file for machines; medians over the rounds. */
final class CostReport {

  private final boolean isPaced;
  private final Map<PipelineSetup, List<RunFigures>> runs = new LinkedHashMap<>();

  CostReport(boolean isPaced) {
    this.isPaced = isPaced;
  }

  void add(PipelineSetup setup, RunFigures run) {
    runs.computeIfAbsent(setup, key -> new ArrayList<>()).add(run);
  }

  private double median(PipelineSetup setup, ToDoubleFunction<RunFigures> figure) {
    double[] sorted = runs.getOrDefault(setup, List.of()).stream()
        .mapToDouble(figure)
        .sorted()
        .toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
  }

  /** Returns the CPU µs per span, less the cost of the spans themselves. */
  private double net(PipelineSetup setup) {
    return median(setup, RunFigures::cpuMicrosPerSpan)
        - median(PipelineSetup.NONE, RunFigures::cpuMicrosPerSpan);
  }

  private double ofYardstick(PipelineSetup setup) {
    return net(setup) / net(PipelineSetup.YARDSTICK);
  }

  /** Returns the net cost of the disk log relative to the log in memory. */
  private double ofMemory(PipelineSetup setup) {
    return setup.pipeline().equals("disk") ? net(setup) / net(setup.inMemory()) : Double.NaN;
  }

  private double lost(PipelineSetup setup) {
    return median(setup, run -> isPaced ? run.ended() - run.delivered() : run.lost());
  }

  String table() {
    StringBuilder table = new StringBuilder(MachineInfo.line()).append('\n');
    if (isPaced) {
      table.append(row(
          "",
          "CPU µs/span",
          "net",
          "of stock × 1",
          "of memory",
          "undelivered",
          "where it goes, net µs/span"));
      runs.keySet()
          .forEach(setup -> table.append(row(
              setup.toString(),
              number("%.2f", median(setup, RunFigures::cpuMicrosPerSpan)),
              number("%.2f", net(setup)),
              number("%.2f", ofYardstick(setup)),
              number("%.2f", ofMemory(setup)),
              number("%.0f", lost(setup)),
              roles(setup))));
    } else {
      table.append(row("", "spans/s", "per CPU s", "of stock", "lost", "CPU µs/span by role"));
      runs.keySet()
          .forEach(setup -> table.append(row(
              setup.toString(),
              number("%.0f", median(setup, RunFigures::deliveredPerSecond)),
              number("%.0f", median(setup, RunFigures::deliveredPerCpuSecond)),
              number("%.2f", ofStock(setup)),
              number("%.0f", lost(setup)),
              roles(setup))));
    }
    return table.toString();
  }

  /** Spans per CPU second beside stock with as many vendors. */
  private double ofStock(PipelineSetup setup) {
    PipelineSetup stock = new PipelineSetup("stock", setup.vendors(), PipelineSetup.STOCK_BATCH);
    return median(setup, RunFigures::deliveredPerCpuSecond)
        / median(stock, RunFigures::deliveredPerCpuSecond);
  }

  private static String row(String name, String... cells) {
    StringBuilder row = new StringBuilder(String.format("%-38s", name));
    for (int i = 0; i < cells.length - 1; i++) {
      row.append(String.format("%14s", cells[i]));
    }
    return row.append("  ").append(cells[cells.length - 1]).append('\n').toString();
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  private Map<String, Double> rolesOf(PipelineSetup setup) {
    Map<String, Double> micros = new TreeMap<>();
    List<RunFigures> all = runs.getOrDefault(setup, List.of());
    all.stream()
        .flatMap(run -> run.cpuNanosByRole().keySet().stream())
        .distinct()
        .forEach(role -> micros.put(
            role,
            median(setup, run -> run.cpuNanosByRole().getOrDefault(role, 0L) / 1e3 / run.ended())));
    return micros;
  }

  private String roles(PipelineSetup setup) {
    Map<String, Double> none = rolesOf(PipelineSetup.NONE);
    StringBuilder text = new StringBuilder();
    rolesOf(setup).forEach((role, micros) -> {
      double net = isPaced ? micros - none.getOrDefault(role, 0.0) : micros;
      if (Math.abs(net) >= 0.05 && !setup.equals(PipelineSetup.NONE)) {
        text.append(String.format(Locale.ROOT, "%s %.1f  ", role, net));
      }
    });
    return text.toString().strip();
  }

  /** Writes each run by itself and the medians. */
  void write(Path file) throws IOException {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<PipelineSetup, List<RunFigures>> entry : runs.entrySet()) {
      PipelineSetup setup = entry.getKey();
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("pipeline", "\"" + setup.pipeline() + "\"");
      fields.put("vendors", setup.vendors() + "");
      fields.put("batch_spans", setup.batchSpans() + "");
      fields.put("cpu_micros_per_span", json(median(setup, RunFigures::cpuMicrosPerSpan)));
      fields.put("net_micros_per_span", json(net(setup)));
      fields.put("of_stock_one_vendor", json(ofYardstick(setup)));
      fields.put("of_memory", json(ofMemory(setup)));
      fields.put("delivered_per_second", json(median(setup, RunFigures::deliveredPerSecond)));
      fields.put(
          "delivered_per_cpu_second", json(median(setup, RunFigures::deliveredPerCpuSecond)));
      fields.put(
          "runs", entry.getValue().stream().map(CostReport::json).toList().toString());
      entries.add(object(fields));
    }
    Map<String, String> fields = new LinkedHashMap<>(MachineInfo.fields());
    fields.put("paced", isPaced + "");
    fields.put("setups", "[\n  " + String.join(",\n  ", entries) + "\n]");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, object(fields) + "\n");
  }

  private static String json(RunFigures run) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("wall_nanos", run.wallNanos() + "");
    fields.put("cpu_nanos", run.cpuNanos() + "");
    fields.put("ended", run.ended() + "");
    fields.put("delivered", run.delivered() + "");
    fields.put("lost", run.lost() + "");
    run.cpuNanosByRole()
        .forEach((role, nanos) -> fields.put("cpu_nanos_" + role.replace(' ', '_'), nanos + ""));
    return object(fields);
  }

  private static String json(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? "null"
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String object(Map<String, String> fields) {
    StringBuilder object = new StringBuilder("{");
    fields.forEach((name, value) ->
        object.append(object.length() > 1 ? ", " : "").append("\"" + name + "\": " + value));
    return object.append('}').toString();
  }
}
