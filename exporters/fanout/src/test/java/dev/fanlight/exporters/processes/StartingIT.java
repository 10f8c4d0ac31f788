/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a start loads. Time varies with the machine and its load; classes do not, and each costs a cold start about half
 * a millisecond. {@code benchmarks/run startup} measures the time.
 */
class StartingIT {

  private static final int MOST_CLASSES = 510;

  /** Five classes that a start loads only where its threads happen to wait for each other. */
  private static final String OF_A_WAITING_THREAD =
      "java.util.concurrent.locks.AbstractQueuedSynchronizer$";

  private static final Pattern LOADED = Pattern.compile("\\[class,load\\] (\\S+) source:");

  @TempDir
  Path folder;

  @Test
  void a_start_with_eight_types_of_vendors_loads_few_classes() throws Exception {
    List<String> loaded = loadedByAStartOf("""
        rules: {redact: [enduser.id], drop: {url.path: [/health*]}}
        vendors:
          new_relic: {license_key: key}
          honeycomb: {api_key: key, sample: 10%}
          elastic_cloud: {endpoint: "https://acme.ingest.us-east-1.aws.elastic.cloud", api_key: key}
          grafana_cloud: {region: prod-eu-west-2, instance_id: 42, token: key}
          datadog: {api_key: key}
          dynatrace: {environment_id: abc12345, api_token: key}
          splunk: {realm: eu0, access_token: key}
          gateway: {type: otlp, endpoint: "http://127.0.0.1:9"}
        """);

    assertThat(loaded).hasSizeBetween(200, MOST_CLASSES);
    assertThat(loaded)
        .filteredOn(name -> name.startsWith("dev.fanlight") && name.contains("$$Lambda"))
        .as("lambdas of ours, a class each")
        .hasSizeLessThanOrEqualTo(45);
    assertThat(loaded)
        .as("what is not worth its classes at a start")
        .noneMatch(name -> name.startsWith("java.util.stream.")
            || name.startsWith("java.security.MessageDigest")
            || name.startsWith("java.util.Formatter")
            || name.startsWith("javax.net.ssl.SSLContext")
            || name.contains("OtlpHttpSpanExporter")
            || name.startsWith("io.grpc."));
  }

  private List<String> loadedByAStartOf(String yaml) throws Exception {
    Path config = Files.writeString(folder.resolve("fanlight.yaml"), yaml);
    Path log = folder.resolve("classes.log");
    List<String> arguments = List.of(
        "-Xlog:class+load=info:file=" + log + "::filecount=0",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        StartingApplication.class.getName(),
        config.toString());
    try (ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("application.log"))) {
      jvm.awaitOutput("STARTED");
    }
    List<String> names = Files.readAllLines(log).stream()
        .map(LOADED::matcher)
        .filter(matcher -> matcher.find())
        .map(matcher -> matcher.group(1))
        .filter(name -> !name.startsWith(OF_A_WAITING_THREAD))
        .toList();
    int before = names.indexOf(StartingApplication.Before.class.getName());
    int after = names.indexOf(StartingApplication.After.class.getName());
    assertThat(before).isNotNegative().isLessThan(after);
    return names.subList(before + 1, after);
  }
}
