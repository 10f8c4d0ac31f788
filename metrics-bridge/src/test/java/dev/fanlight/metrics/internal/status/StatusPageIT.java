/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.testing.NeedsPeers;
import dev.fanlight.metrics.AcceptingVendor;
import dev.fanlight.metrics.Application;
import dev.fanlight.metrics.HeadlessChromium;
import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a browser. With {@code -Dfanlight.screenshots=update} the pictures of the documentation are made anew:
 * {@code ./mvnw verify -pl metrics-bridge -am -DskipTests -DskipITs=false -Dit.test=StatusPageIT -Dfanlight.screenshots=update}.
 */
@NeedsPeers(programs = "chromium", packages = "chromium")
@Timeout(120)
class StatusPageIT {

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static HeadlessChromium browser;

  @TempDir
  private Path folder;

  @BeforeAll
  static void start(@TempDir Path profile) throws IOException {
    browser = HeadlessChromium.start(profile);
  }

  @BeforeEach
  void clear() {
    browser.clear();
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @Test
  void the_page_follows_the_ledger_and_a_swap_of_vendors_and_talks_to_its_own_server_only()
      throws Exception {
    int port = freePort();
    try (AcceptingVendor vendor = AcceptingVendor.start();
        Fanlight fanlight = fanlight(port, "acme", vendor);
        Application application = new Application(fanlight.spanProcessor())) {
      end(application, 100);
      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      browser.open("http://localhost:" + port + "/fanlight");

      assertThat(cell("acme", "Delivered")).isEqualTo("100");
      assertThat(browser.text("document.querySelector('h1').textContent"))
          .isEqualTo("1 vendor gets its spans");
      end(application, 50);
      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> cell("acme", "Delivered").equals("150"));
      assertThat(fanlight.ledgerSnapshots().get(0).delivered()).isEqualTo(150);

      write(port, "umbrella", vendor);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() ->
              browser.text("document.querySelector('main').textContent").contains("umbrella"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> browser
              .text("document.querySelector('main').textContent")
              .contains("added umbrella; removed acme"));

      assertThat(browser.errors()).isEmpty();
      assertThat(browser.requests())
          .isNotEmpty()
          .allMatch(url ->
              url.startsWith("http://localhost:" + port + "/fanlight") || url.startsWith("data:"));
    }
  }

  @Test
  void without_an_answer_the_page_says_so_and_keeps_its_numbers() throws Exception {
    int port = freePort();
    try (AcceptingVendor vendor = AcceptingVendor.start()) {
      try (Fanlight fanlight = fanlight(port, "acme", vendor)) {
        assertThat(fanlight.status().vendors()).hasSize(1);
        browser.open("http://localhost:" + port + "/fanlight");
      }

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> browser.text("document.getElementById('stale').hidden").equals("false"));
      assertThat(browser.text("document.getElementById('stale').textContent"))
          .startsWith("No answer since");
      assertThat(browser.text("document.querySelector('.name').textContent")).isEqualTo("acme");
    }
  }

  @Test
  void each_picture_of_the_documentation_fits_its_window_and_names_the_trouble() {
    StatusProcessor example = StatusProcessor.withOwnEndpoint(
        StatusExample::snapshot, new EndpointSettings("localhost", 0, "/fanlight", null, null));
    try {
      String address = "http://localhost:" + example.port() + "/fanlight";
      picture(address, "status", 1_180, 900, false);
      picture(address, "status-dark", 1_180, 900, true);
      picture(address, "status-narrow", 320, 900, false);
    } finally {
      example.shutdown();
    }
  }

  private static void picture(String address, String name, int width, int height, boolean isDark) {
    browser.resize(width, height);
    browser.prefersDark(isDark);
    browser.open(address);
    assertThat(browser.text("document.documentElement.scrollWidth <= " + width))
        .as(name + " has no horizontal scroll bar")
        .isEqualTo("true");
    assertThat(browser.text("document.querySelector('h1').textContent"))
        .isEqualTo("splunk loses spans · datadog: key refused, needs a new key"
            + " · honeycomb is behind, loses nothing");
    boolean isUpdate = "update".equals(System.getProperty("fanlight.screenshots"));
    Path target = Path.of(isUpdate ? "../docs/images" : "target/screenshots");
    browser.screenshot(target.resolve(name + ".png"));
  }

  @Test
  void without_java_script_the_page_is_a_table_with_the_same_numbers(@TempDir Path profile)
      throws Exception {
    int port = freePort();
    try (HeadlessChromium plain = HeadlessChromium.start(profile);
        AcceptingVendor vendor = AcceptingVendor.start();
        Fanlight fanlight = fanlight(port, "acme", vendor);
        Application application = new Application(fanlight.spanProcessor())) {
      plain.withoutJavaScript();
      end(application, 30);
      assertThat(fanlight.flush(Duration.ofSeconds(20))).isEmpty();

      plain.open("http://localhost:" + port + "/fanlight");

      assertThat(plain.text("document.querySelector('td[data-label=Delivered]').textContent"))
          .isEqualTo("30");
      assertThat(plain.text("document.querySelectorAll('thead th').length")).isEqualTo("7");
      assertThat(plain.errors()).isEmpty();
    }
  }

  private static String cell(String vendor, String label) {
    return browser.text("(() => { for (const row of document.querySelectorAll('tbody')) {"
        + "if (row.querySelector('.name').textContent === '" + vendor + "') {"
        + "return row.querySelector('td[data-label=" + label
        + "]').textContent; } } return ''; })()");
  }

  private static void end(Application application, int spans) {
    for (int i = 0; i < spans; i++) {
      application.end("login", Duration.ofMillis(1));
    }
  }

  private Fanlight fanlight(int port, String name, AcceptingVendor vendor) throws IOException {
    return Fanlight.builder(write(port, name, vendor)).closesAtExit(false).build();
  }

  private Path write(int port, String name, AcceptingVendor vendor) throws IOException {
    return Files.writeString(
        folder.resolve("fanlight.yaml"),
        "vendors: {%s: {type: otlp, endpoint: %s}}\nstatus: {port: %d}\n"
            .formatted(name, vendor.endpoint(), port));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
