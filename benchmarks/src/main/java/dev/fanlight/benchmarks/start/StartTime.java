/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.start;

import dev.fanlight.benchmarks.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code Fanlight.load} of a file with eight vendors, as the first thing of it in a fresh JVM, again and again. */
final class StartTime {

  private static final String FILE = """
      rules: {redact: [enduser.id], drop: {url.path: [/health*]}}
      vendors:
        new_relic: {license_key: key}
        honeycomb: {api_key: key, sample: 10%}
        elastic_cloud: {endpoint: 'https://acme.ingest.us-east-1.aws.elastic.cloud', api_key: key}
        grafana_cloud: {region: prod-eu-west-2, instance_id: 42, token: key}
        datadog: {api_key: key}
        dynatrace: {environment_id: abc12345, api_token: key}
        splunk: {realm: eu0, access_token: key}
        gateway: {type: otlp, endpoint: 'http://gateway.invalid:4318'}
      """;

  private StartTime() {}

  public static void main(String[] arguments) throws IOException {
    int runs = arguments.length == 0 ? 15 : Integer.parseInt(arguments[0]);
    Path file = Files.writeString(Files.createTempFile("fanlight", ".yaml"), FILE);
    List<Double> wall = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      try (ChildJvm process = ChildJvm.start(
          StartingProcess.class, List.of("-Xmx256m"), List.of(file.toString()))) {
        String[] figures = process.line().split(" ", -1);
        wall.add(Double.valueOf(figures[0]));
        cpu.add(Double.valueOf(figures[1]));
      }
    }
    Files.delete(file);
    System.out.printf("Fanlight.load, 8 vendors, %d fresh JVMs, milliseconds%n", runs);
    print("main thread waits", wall);
    print("processor time", cpu);
  }

  private static void print(String what, List<Double> figures) {
    Collections.sort(figures);
    System.out.printf(
        "%-18s median %.0f, least %.0f, most %.0f%n",
        what,
        figures.get(figures.size() / 2),
        figures.get(0),
        figures.get(figures.size() - 1));
  }
}
