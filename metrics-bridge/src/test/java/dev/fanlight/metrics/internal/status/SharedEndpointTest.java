/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import dev.fanlight.exporters.spi.StatusSnapshot.Pipeline;
import dev.fanlight.exporters.spi.StatusSnapshot.State;
import dev.fanlight.metrics.MetricsBridge;
import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.SharedEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The place of the page while the sections of metrics and status come and go. */
@Timeout(60)
class SharedEndpointTest {

  private static final StatusSnapshot STATUS = new StatusSnapshot(
      0,
      State.RUNNING,
      new Pipeline(new QueueSnapshot(0, Map.of(), 0, 0, 0), 0, 0, "", 0, 0, null),
      new FileVersion("fanlight.yaml", 1, 0, "", false, List.of()),
      List.of());

  private final SharedEndpoint endpoint = new SharedEndpoint();
  private final HttpClient client = HttpClient.newHttpClient();
  private final StatusProcessor status = StatusProcessor.shared(
      () -> STATUS, new EndpointSettings("localhost", 0, "/fanlight", null, null), endpoint);

  @AfterEach
  void close() {
    status.shutdown();
  }

  @Test
  void without_metrics_the_page_has_a_port_of_its_own() throws Exception {
    assertThat(answer(status.port(), "/fanlight")).isEqualTo(200);
    assertThat(answer(status.port(), "/metrics")).isEqualTo(404);
  }

  @Test
  void metrics_take_the_page_to_their_port_and_give_it_back() throws Exception {
    try (MetricsBridge bridge = MetricsBridge.builder().port(0).shared(endpoint).start()) {
      assertThat(status.port()).isZero();
      assertThat(answer(bridge.port().orElseThrow(), "/fanlight")).isEqualTo(200);
      assertThat(answer(bridge.port().orElseThrow(), "/metrics")).isEqualTo(200);
    }

    assertThat(status.port()).isPositive();
    assertThat(answer(status.port(), "/fanlight")).isEqualTo(200);
  }

  @Test
  void a_page_that_is_removed_is_not_found_and_metrics_stay() throws Exception {
    try (MetricsBridge bridge = MetricsBridge.builder().port(0).shared(endpoint).start()) {
      status.shutdown();

      assertThat(answer(bridge.port().orElseThrow(), "/fanlight")).isEqualTo(404);
      assertThat(answer(bridge.port().orElseThrow(), "/metrics")).isEqualTo(200);
    }
    assertThat(status.port()).isZero();
  }

  private int answer(int port, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Duration.ofSeconds(20))
        .build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }
}
