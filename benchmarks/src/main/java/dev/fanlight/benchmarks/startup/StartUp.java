/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.startup;

import dev.fanlight.benchmarks.ChildJvm;
import dev.fanlight.benchmarks.ProcessCpu;
import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;

/**
 * How long {@code Fanlight.load} holds up the start of an application, in a fresh JVM each time.
 *
 * <p>The SDK and the JDK's logging are loaded before: an application that ends spans has them anyway.
 */
public final class StartUp {

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

  private StartUp() {}

  /** With a file: measures one start. Else: prints medians of so many JVMs, by default 11. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 1 && Files.exists(Path.of(arguments[0]))) {
      System.out.println(measure(Path.of(arguments[0])));
      System.exit(0);
    }
    int jvms = arguments.length == 0 ? 11 : Integer.parseInt(arguments[0]);
    report("eight vendors of one type", EIGHT_OF_ONE_TYPE, jvms);
    report("eight vendors of eight types", EIGHT_TYPES, jvms);
  }

  private static String measure(Path file) {
    SdkTracerProvider provider = SdkTracerProvider.builder().build();
    provider.get("warm").spanBuilder("one").startSpan().end();
    Logger.getLogger("").info("an application that logs");
    long cpu = ProcessCpu.nanos();
    long wall = System.nanoTime();
    Fanlight.load(file);
    wall = System.nanoTime() - wall;
    return wall + " " + (ProcessCpu.nanos() - cpu);
  }

  private static void report(String name, String yaml, int jvms) throws IOException {
    Path file = Files.writeString(Files.createTempFile("fanlight-start", ".yaml"), yaml);
    List<Long> walls = new ArrayList<>();
    List<Long> cpus = new ArrayList<>();
    for (int i = 0; i < jvms; i++) {
      try (ChildJvm jvm = ChildJvm.start(StartUp.class, List.of(), List.of(file.toString()))) {
        String[] line = jvm.line().split(" ", -1);
        walls.add(Long.valueOf(line[0]));
        cpus.add(Long.valueOf(line[1]));
      }
    }
    Files.delete(file);
    System.out.printf(
        Locale.ROOT,
        "%-28s %4.0f ms (%.0f to %.0f), CPU of all threads %.0f ms; median of %d JVMs%n",
        name,
        quantile(walls, 0.5),
        quantile(walls, 0),
        quantile(walls, 1),
        quantile(cpus, 0.5),
        jvms);
  }

  private static double quantile(List<Long> nanos, double share) {
    return nanos.stream().sorted().toList().get((int) ((nanos.size() - 1) * share)) / 1e6;
  }
}
