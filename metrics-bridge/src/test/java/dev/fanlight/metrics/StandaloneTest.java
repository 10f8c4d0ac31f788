/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bridge alone, in a class loader that knows none of Fanlight's other parts. */
class StandaloneTest {
  /** As jars and as folders of classes; the SDK's testing support wants one class loader for all. */
  private static final Pattern OTHERS = Pattern.compile(
      ".*/(exporters/fanout/target/|logback-appender/target/|(fanlight-exporters|fanlight-logback-appender"
          + "|logback-[a-z]+|logstash-logback-encoder|opentelemetry-sdk-testing)-[0-9]).*");

  @Test
  void the_bridge_starts_and_counts_without_the_fan_out_and_without_logback() throws Exception {
    URL[] alone = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !OTHERS.matcher(entry).matches())
        .map(StandaloneTest::url)
        .toArray(URL[]::new);
    try (var loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader())) {
      Class<?> check = loader.loadClass(Check.class.getName());

      Object shown = check.getMethod("run").invoke(null);

      assertThat((String) shown)
          .contains("traces_span_metrics_calls_total")
          .doesNotContain("fanlight_log_", "fanlight_spans_total");
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(entry, e);
    }
  }

  /** Runs inside. */
  public static final class Check {
    private Check() {}

    public static String run() {
      var bridge = MetricsBridge.builder().noEndpoint().start();
      try (var application = new Application(bridge)) {
        application.end("a", java.time.Duration.ofMillis(1));
        return bridge.registry().scrape();
      }
    }
  }
}
