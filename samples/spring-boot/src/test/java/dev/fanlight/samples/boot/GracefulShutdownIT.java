/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documented command, and a pod that is asked to end while requests are in flight. */
@Timeout(120)
class GracefulShutdownIT {

  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final int REQUESTS = 5;

  @TempDir
  Path folder;

  @Test
  void spans_of_requests_in_flight_at_sigterm_reach_every_vendor() throws Exception {
    try (ScriptedVendor a = ScriptedVendor.start(request -> Reply.OK);
        ScriptedVendor b = ScriptedVendor.start(request -> Reply.OK)) {
      Path config = Files.writeString(
          folder.resolve("fanlight.yaml"), """
          vendors:
            a: {type: otlp, endpoint: "%s"}
            b: {type: otlp, endpoint: "%s"}
          """.formatted(a.endpoint(), b.endpoint()));
      Path log = folder.resolve("application.log");
      Process application = start(config, log);
      try {
        int port = port(application, log);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
          answers.add(get(port, "/order?millis=2000"));
        }
        await()
            .until(() -> Files.readAllLines(log).stream()
                    .filter(line -> line.contains("order received"))
                    .count()
                == REQUESTS);

        application.destroy();

        assertThat(answers)
            .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo("ordered"));
        assertThat(application.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(a.taken()).doesNotHaveDuplicates().hasSize(REQUESTS);
        assertThat(b.taken()).containsExactlyInAnyOrderElementsOf(a.taken());
        assertThat(Files.readString(log)).doesNotContain("not delivered");
      } finally {
        application.destroyForcibly().waitFor();
      }
    }
  }

  private static Process start(Path config, Path log) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(
            "bash", "run", "--fanlight.config=" + config, "--server.port=0")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().put("FANLIGHT_NO_BUILD", "true");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static int port(Process application, Path log) throws Exception {
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast("the application has ended", () -> !application.isAlive())
        .until(() -> PORT.matcher(Files.readString(log)).find());
    Matcher port = PORT.matcher(Files.readString(log));
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private static CompletableFuture<HttpResponse<String>> get(int port, String path) {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }
}
