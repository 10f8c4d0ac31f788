/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.testing.NeedsPeers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Debian's Pushgateway. */
@NeedsPeers(programs = "prometheus-pushgateway", packages = "prometheus-pushgateway")
class PushgatewayIT {
  @TempDir
  private Path folder;

  @Test
  void a_job_that_ends_before_a_scrape_leaves_its_metrics_at_the_gateway() throws Exception {
    int port = Peer.freePort();
    try (var gateway = Peer.start(
        folder,
        port,
        "/-/ready",
        List.of("prometheus-pushgateway", "--web.listen-address=127.0.0.1:" + port))) {
      for (String job : List.of("nightly", "reports/eu")) {
        var bridge = MetricsBridge.builder()
            .noEndpoint()
            .pushgateway(URI.create("http://127.0.0.1:" + port + "/"), job)
            .start();
        try (var application = new Application(bridge)) {
          application.end("load", Duration.ofMillis(3));
          assertThat(bridge.push()).isTrue();
          application.end("load", Duration.ofMillis(3));
        }
      }

      Shown shown = Shown.of(gateway.get("/metrics"));

      for (String job : List.of("nightly", "reports/eu")) {
        assertThat(shown.sum("traces_span_metrics_calls_total", "job", job)).isEqualTo(2);
        assertThat(
                shown.sum("traces_span_metrics_duration_seconds_bucket", "job", job, "le", "0.004"))
            .isEqualTo(2);
      }
    }
  }
}
