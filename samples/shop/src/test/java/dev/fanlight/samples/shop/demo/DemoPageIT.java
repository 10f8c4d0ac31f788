/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/**
 * The page of the running demo in a browser. With {@code -Dfanlight.screenshots=update} the pictures of the
 * documentation are made anew:
 * {@code ./mvnw verify -pl samples/shop -am -DskipTests -DskipITs=false -Dit.test=DemoPageIT -Dfanlight.screenshots=update}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf("chromiumIsInstalled")
@ResourceLock("ports of the demo")
@Timeout(240)
class DemoPageIT {
  private static final Pattern ADDRESS = Pattern.compile("Look at it +(http://localhost:[0-9]+)/");
  private static final int LOGINS_PER_SECOND = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir
  private static Path folder;

  private final DemoHttpClient http = new DemoHttpClient();
  private Process demo;
  private HeadlessChromium browser;
  private String address;

  static boolean chromiumIsInstalled() {
    return InstalledPeer.isThere("chromium", DemoPageIT.class);
  }

  @BeforeAll
  void open() throws Exception {
    List<String> command = new ArrayList<>(JdkInstallation.current().java());
    command.add("-Ddemo.rate=" + LOGINS_PER_SECOND);
    command.add("-Ddemo.folder=" + folder.resolve("run"));
    command.add("-Ddemo.zipkin=" + System.getProperty("demo.zipkin"));
    command.addAll(List.of("-cp", JdkInstallation.current().classPath(), Demo.class.getName()));
    demo = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("printed.txt").toFile())
        .start();
    browser = HeadlessChromium.start(Files.createDirectory(folder.resolve("profile")));
    browser.resize(1_180, 900);
    await().atMost(Duration.ofSeconds(60)).until(() -> printedAddress().find());
    Matcher printed = printedAddress();
    assertThat(printed.find()).isTrue();
    address = printed.group(1);
    browser.open(address + "/");
  }

  private Matcher printedAddress() throws IOException {
    return ADDRESS.matcher(Files.readString(folder.resolve("printed.txt")));
  }

  @AfterAll
  void close() {
    browser.close();
    demo.destroyForcibly();
  }

  @Test
  @Order(1)
  void a_login_begins_in_the_browser_and_is_the_same_at_both_vendors() throws Exception {
    browser.text("document.getElementById('customer').value = 'moved'");
    browser.text("document.getElementById('form').requestSubmit()");

    awaitText("#answer", "the account host does not exist");
    awaitText("#waterfall", "browser");
    awaitText("#copies", "the same spans");
    JsonNode journey =
        JsonReader.read(http.get(URI.create(address + "/journey?trace=" + text("#trace"))));
    List<String> roots = new ArrayList<>();
    for (JsonNode span : journey.path("spans")) {
      if (span.path("parent").asString("").isEmpty()) {
        roots.add(span.path("service").asString(""));
      }
    }
    assertThat(roots).containsExactly("browser");
    assertThat(journey.path("atZipkin").asInt(0))
        .isEqualTo(journey.path("spans").size());
    assertThat(text("#waterfall")).contains("browser", "frontend", "backend", "account");
    assertThat(text("#logs")).contains("account host does not resolve", "login failed");
    assertThat(text("#series")).contains("session.transfer", "exemplar");
  }

  @Test
  @Order(2)
  void the_map_and_the_durations_come_from_the_metrics() {
    awaitText("#map", "this page"); // the login of the test before
    assertThat(text("#map")).contains("customers", "frontend", "backend", "account");
    await().atMost(PATIENCE).until(() -> Integer.parseInt(count("#heat .slow")) > 0);
    assertThat(Integer.parseInt(count("#errors polyline"))).isEqualTo(3);
  }

  @Test
  @Order(3)
  void the_numbers_of_a_swapped_vendor_are_those_of_its_ledger_and_of_the_receiver()
      throws Exception {
    awaitButtons();
    awaitText("[data-vendor=second]", "second");
    await().atMost(PATIENCE).until(() -> cell("receiver", 3).equals("0"));

    assertThat(cell("receiver", 2)).isEqualTo(cell("receiver", 1)).isEqualTo(cell("receiver", 5));
    VendorLedger ledger = VendorLedger.of("receiver", metrics());
    assertThat(cell("receiver", 2))
        .isEqualTo(String.format(Locale.ROOT, "%,d", ledger.delivered()));
    assertThat(cell("receiver", 4)).isEqualTo("0");
  }

  private List<MetricSample> metrics() throws IOException {
    List<URI> pages = new ArrayList<>();
    for (JsonNode page :
        JsonReader.read(http.get(URI.create(address + "/state"))).path("pages")) {
      pages.add(URI.create(page.asString("")));
    }
    return MetricsSnapshot.scrape(http, pages).samples();
  }

  @Test
  @Order(4)
  void a_vendor_that_refuses_the_key_gets_its_spans_with_the_new_key() {
    awaitButtons();
    press("key");
    await().atMost(PATIENCE).until(() -> status().contains("key refused"));
    awaitText("#vendor-line", "refuses the key");
    press("key"); // the new key
    awaitText("#vendor-line", "take their spans");
    await().atMost(PATIENCE).until(() -> !status().contains("key refused"));
    assertThat(cell("second", 4)).isEqualTo("0");
  }

  private String status() {
    return browser.text(
        "document.querySelector('iframe').contentDocument?.querySelector('main')?.textContent ?? ''");
  }

  @Test
  @Order(5)
  void faults_of_the_account_service_are_seen_by_their_cause() {
    awaitButtons();
    press("dns");
    await().atMost(PATIENCE).until(() -> rate("dns") > LOGINS_PER_SECOND / 3.0);
    press("timeout");
    awaitText("#notes", "does not answer");
  }

  @Test
  @Order(6)
  void a_swap_a_kill_and_a_release_take_effect_and_lose_nothing() {
    awaitButtons();
    press("swap");
    await().atMost(PATIENCE).until(() -> text("[data-vendor=second]").contains("not in the YAML"));
    press("kill");
    await().atMost(PATIENCE).until(() -> text("#notes").contains("The new process has delivered"));
    press("release");
    awaitText("[data-button=release]", "1.1.0");
    await().atMost(PATIENCE).until(() -> rate("missing_scopes") == 0);
    press("swap");
    awaitText("[data-vendor=receiver]", "not in the YAML");
    for (String vendor : List.of("receiver", "second")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(cell(vendor, 2))
              .as("delivered to " + vendor + " by the ledger, and held by it")
              .isEqualTo(cell(vendor, 5)));
    }
    assertThat(text("#verdict")).contains("none lost");
  }

  @Test
  @Order(7)
  void the_spans_of_a_vendor_that_hangs_wait_and_are_not_lost() {
    press("hang");
    awaitText("#notes", "answers no request");
    await().atMost(PATIENCE).until(() -> !cell("second", 3).equals("0"));
    assertThat(cell("second", 4)).isEqualTo("0");
  }

  @Test
  @Order(8)
  void a_button_cannot_be_pressed_from_another_page() throws Exception {
    assertThat(post("http://elsewhere.example")).isEqualTo(403);
    assertThat(post(address)).as("no such button").isEqualTo(409);
  }

  private int post(String origin) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/press?button=none"))
        .header("Origin", origin)
        .POST(HttpRequest.BodyPublishers.noBody())
        .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  @Order(9)
  void the_page_fits_its_window_has_no_error_and_asks_no_other_host() {
    picture("demo", 1_180, false);
    picture("demo-dark", 1_180, true);
    picture("demo-narrow", 320, false);
    assertThat(browser.errors()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith(address + "/") || url.startsWith("data:"));
  }

  private void picture(String name, int width, boolean isDark) {
    browser.resize(width, 900);
    browser.prefersDark(isDark);
    await()
        .atMost(PATIENCE)
        .until(() -> browser
            .text("document.querySelector('#map svg').viewBox.baseVal.width <= " + width)
            .equals("true"));
    assertThat(browser.text("document.documentElement.scrollWidth <= " + width))
        .as(name + " has no horizontal scroll bar")
        .isEqualTo("true");
    boolean isUpdate = "update".equals(System.getProperty("fanlight.screenshots"));
    Path target = Path.of(isUpdate ? "../../docs/images" : "target/screenshots");
    browser.screenshot(target.resolve(name + ".png"));
  }

  private void awaitButtons() {
    await()
        .atMost(PATIENCE)
        .until(() -> browser
            .text("document.querySelector('[data-button=swap]').disabled")
            .equals("false"));
  }

  private void press(String button) {
    await()
        .atMost(PATIENCE)
        .until(() -> browser
            .text("document.querySelector('[data-button=" + button + "]').disabled")
            .equals("false"));
    browser.text("document.querySelector('[data-button=" + button + "]').click()");
  }

  private void awaitText(String selector, String part) {
    await().atMost(PATIENCE).until(() -> text(selector).contains(part));
  }

  private String text(String selector) {
    return browser.text("document.querySelector('" + selector + "')?.textContent ?? ''");
  }

  private String count(String selector) {
    return browser.text("document.querySelectorAll('" + selector + "').length");
  }

  private String cell(String vendor, int number) {
    return browser.text("document.querySelector('[data-vendor=" + vendor + "]')?.children[" + number
        + "].textContent ?? ''");
  }

  private double rate(String cause) {
    String text = text("[data-cause=" + cause + "] [data-field=rate]").replace("/s", "");
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }
}
