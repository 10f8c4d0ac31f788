/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import dev.fanlight.benchmarks.ChildJvm;
import dev.fanlight.benchmarks.Receiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * CPU time per span of a whole process, Fanlight beside stock, one after the other and round after round, the vendors
 * in another process. See benchmarks/README.md for the options.
 */
public final class CostHarness {

  private final Map<String, String> options;

  private CostHarness(Map<String, String> options) {
    this.options = options;
  }

  /** Options as {@code name=value}; prints a table after each round and writes JSON at the end. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new TreeMap<>();
    options.put("vendors", "1,2,4,8,16");
    options.put("rate", "10000");
    options.put("rounds", "2");
    options.put("drill", "0");
    options.put("warm", "12");
    options.put("seconds", "8");
    options.put("sizes", "both");
    options.put("pipelines", "stock,fanlight");
    options.put("json", "benchmarks/target/cost.json");
    options.put("jvm", "-Xmx512m");
    for (String argument : arguments) {
      String[] option = argument.split("=", 2);
      if (option.length < 2 || options.put(option[0], option[1]) == null) {
        throw new IllegalArgumentException("\"" + argument
            + "\" is no option; give name=value with a name of " + options.keySet());
      }
    }
    new CostHarness(options).run();
  }

  private void run() throws IOException {
    CostReport report = new CostReport(!option("rate").equals("0"));
    for (int round = 1; round <= number("rounds"); round++) {
      for (PipelineSetup setup : setups()) {
        report.add(setup, measure(setup));
      }
      System.out.println("round " + round + "\n" + report.table());
    }
    report.write(Path.of(option("json")));
  }

  /** The pipelines next to each other, so that all see the same neighbours on the machine. */
  private List<PipelineSetup> setups() {
    List<PipelineSetup> setups = new ArrayList<>();
    setups.add(PipelineSetup.NONE);
    boolean both = option("sizes").equals("both");
    for (String word : option("vendors").split(",", -1)) {
      int vendors = Integer.parseInt(word);
      List<String> pipelines = List.of(option("pipelines").split(",", -1));
      pipelines.forEach(pipeline -> setups.add(PipelineSetup.own(pipeline, vendors)));
      if (both) {
        pipelines.forEach(pipeline -> setups.add(PipelineSetup.swapped(pipeline, vendors)));
      }
    }
    return setups;
  }

  private RunFigures measure(PipelineSetup setup) throws IOException {
    try (ChildJvm receiver =
            ChildJvm.start(Receiver.class, List.of(), List.of(setup.vendors() + ""));
        ChildJvm generator = ChildJvm.start(
            GeneratingProcess.class,
            List.of(option("jvm").split(" ", -1)),
            List.of(
                setup.pipeline(),
                receiver.line(),
                setup.batchSpans() + "",
                option("rate"),
                option("drill"),
                option("warm"),
                option("seconds")))) {
      return RunFigures.parse(generator.line());
    }
  }

  private String option(String name) {
    return Objects.requireNonNull(options.get(name), name);
  }

  private int number(String option) {
    return Integer.parseInt(option(option));
  }
}
