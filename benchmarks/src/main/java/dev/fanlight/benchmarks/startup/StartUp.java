/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.startup;

import dev.fanlight.benchmarks.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The time that {@code Fanlight.load} adds to the start of an application, beside the SDK's own processor and exporter, in
 * a fresh JVM each time. The setups take turns, so that other load on the machine affects all of them.
 */
public final class StartUp {

  private static final String ONE_VENDOR = """
      vendors:
        a: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
      """;

  private static final String EIGHT_OF_ONE_TYPE = """
      vendors:
        a: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
        b: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
        c: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
        d: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
        e: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
        f: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
        g: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
        h: {type: otlp, endpoint: "http://127.0.0.1:9/v1/traces"}
      """;

  private static final String EIGHT_TYPES = """
      rules: {redact: [enduser.id], drop: {url.path: [/health*]}}
      vendors:
        new_relic: {license_key: key}
        honeycomb: {api_key: key, sample: 10%}
        elastic_cloud: {endpoint: "https://acme.ingest.us-east-1.aws.elastic.cloud", api_key: key}
        grafana_cloud: {region: prod-eu-west-2, instance_id: 42, token: key}
        datadog: {api_key: key}
        dynatrace: {environment_id: abc12345, api_token: key}
        splunk: {realm: eu0, access_token: key}
        gateway: {type: otlp, endpoint: "http://gateway.invalid:4318"}
      """;

  private static final String NOTHING = "nothing";

  private StartUp() {}

  /** Prints medians; the argument is the number of JVMs of each sort, by default 11. */
  public static void main(String[] arguments) throws IOException {
    int jvms = arguments.length == 0 ? 11 : Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("fanlight-start");
    Map<String, List<String>> setups = new LinkedHashMap<>();
    setups.put(NOTHING, List.of("nothing"));
    setups.put("stock, 1 vendor", List.of("stock", "1"));
    setups.put("stock, 8 vendors", List.of("stock", "8"));
    setups.put("Fanlight, 1 vendor", fanlight(folder, "one", ONE_VENDOR));
    setups.put("Fanlight, 8 of one type", fanlight(folder, "eight", EIGHT_OF_ONE_TYPE));
    setups.put("Fanlight, 8 types", fanlight(folder, "types", EIGHT_TYPES));
    System.out.printf(Locale.ROOT, "medians of %d JVMs; Java %s%n", jvms, Runtime.version());
    System.out.println("an application that has done nothing yet:");
    report(run("cold", setups, jvms));
    System.out.println("an application that has answered a request:");
    report(run("serving", setups, jvms));
  }

  private static List<String> fanlight(Path folder, String name, String yaml) throws IOException {
    return List.of(
        "fanlight", Files.writeString(folder.resolve(name + ".yaml"), yaml).toString());
  }

  private static Map<String, List<Start>> run(
      String application, Map<String, List<String>> setups, int jvms) throws IOException {
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    for (int i = 0; i < jvms; i++) {
      for (Map.Entry<String, List<String>> setup : setups.entrySet()) {
        List<String> arguments = new ArrayList<>(List.of(application));
        arguments.addAll(setup.getValue());
        try (ChildJvm jvm = ChildJvm.start(OneStart.class, List.of(), arguments)) {
          starts
              .computeIfAbsent(setup.getKey(), missing -> new ArrayList<>())
              .add(Start.parse(jvm.line()));
        }
      }
    }
    return starts;
  }

  private static void report(Map<String, List<Start>> starts) {
    List<Start> nothing = Objects.requireNonNull(starts.remove(NOTHING));
    System.out.println("| | wall (least to most) | CPU | CPU 500 ms later | classes |");
    System.out.println("|---|---|---|---|---|");
    starts.forEach((name, list) -> System.out.printf(
        Locale.ROOT,
        "| %s | %.0f ms (%.0f to %.0f) | %.0f ms | %.0f ms | %.0f |%n",
        name,
        quantile(list, Start::wallMillis, 0.5),
        quantile(list, Start::wallMillis, 0),
        quantile(list, Start::wallMillis, 1),
        quantile(list, Start::cpuMillis, 0.5) - quantile(nothing, Start::cpuMillis, 0.5),
        quantile(list, Start::laterMillis, 0.5) - quantile(nothing, Start::laterMillis, 0.5),
        quantile(list, Start::classes, 0.5) - quantile(nothing, Start::classes, 0.5)));
  }

  private static double quantile(List<Start> starts, Figure figure, double share) {
    List<Double> sorted = starts.stream().map(figure::of).sorted().toList();
    return sorted.get((int) ((sorted.size() - 1) * share));
  }

  private interface Figure {
    double of(Start start);
  }

  /**
   * The figures of one start.
   *
   * @param wallMillis that the caller waited
   * @param cpuMillis of the whole process, from its beginning until the call had returned
   * @param laterMillis the same half a second later
   * @param classes loaded by the whole process until the call had returned
   */
  private record Start(double wallMillis, double cpuMillis, double laterMillis, double classes) {

    static Start parse(String line) {
      String[] figures = line.split(" ", -1);
      return new Start(
          Long.parseLong(figures[0]) / 1e6,
          Long.parseLong(figures[1]) / 1e6,
          Long.parseLong(figures[2]) / 1e6,
          Long.parseLong(figures[3]));
    }
  }
}
