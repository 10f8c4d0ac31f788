/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Pipeline;
import dev.fanlight.exporters.spi.StatusSnapshot.State;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import dev.fanlight.metrics.internal.endpoint.Pages.Page;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The pages, made from snapshots of the test. */
class StatusPagesTest {
  private static final List<String> BROWSER = List.of("text/html,application/xhtml+xml,*/*;q=0.8");
  private static final String[] PARTS = {
    "<script>alert(1)</script>",
    "\"",
    "'",
    "&",
    "&lt;",
    "</abbr>",
    "<!--",
    "]]>",
    "{main}",
    "{title}",
    "{words}",
    "\u0000",
    "\u001b[31m",
    "\u202e",
    "\u2028",
    "\ud800",
    "\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "`${x}`",
    "%s",
    "\\u003c",
    "\uff1c",
    "https://user:pass@evil.example/?key=1",
    "$1",
    "\\"
  };

  private StatusSnapshot status = snapshot(vendor("acme", Flow.DELIVERING, "delivering", null));
  private final StatusPages pages = new StatusPages(() -> status);

  @Test
  void a_browser_gets_html_a_program_json_and_curl_text() {
    assertThat(page(BROWSER).headers()).containsEntry("Content-Type", "text/html; charset=utf-8");
    assertThat(page(List.of("application/json")).headers())
        .containsEntry("Content-Type", "application/json");
    assertThat(page(List.of("*/*")).headers())
        .containsEntry("Content-Type", "text/plain; charset=utf-8");
    assertThat(page(List.of()).text()).contains("1 vendor gets its spans").contains("acme");
  }

  @Test
  void the_page_is_small_and_loads_nothing() {
    String html = page(BROWSER).text();

    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(40_000);
    assertThat(html).doesNotContain("{main}").doesNotContain("{title}").doesNotContain("{words}");
    assertThat(html).doesNotContain(" src=").doesNotContain("@import").doesNotContain("url(");
    assertThat(html).doesNotContain(" style=").doesNotContain(" onclick=");
    assertThat(page(BROWSER).headers().get("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'sha256-")
        .doesNotContain("unsafe");
  }

  @Test
  void a_failure_is_shown_with_its_cure_and_the_losses_with_their_reasons() {
    Failure failure = new Failure("status 401 from acme", "Check the vendor's key", 0, false);
    status = snapshot(vendor("acme", Flow.KEY_REFUSED, "key refused", failure));

    String html = page(BROWSER).text();

    assertThat(html)
        .contains("acme: key refused, needs a new key")
        .contains("status 401 from acme");
    assertThat(html).contains("<b>To do:</b> Correct the key of vendors.acme in fanlight.yaml");
    assertThat(html).contains("rejected by the vendor: 7 http_400; dropped: 1,200 expired");
  }

  @Test
  void the_headline_names_a_vendor_that_has_not_answered_yet() {
    status = snapshot(
        vendor("acme", Flow.DELIVERING, "delivering", null),
        vendor("umbrella", Flow.WAITING, "waiting", null));

    assertThat(page(List.of()).text()).contains("1 vendor gets its spans, umbrella waits");
  }

  @Test
  void the_headline_names_the_action_for_each_vendor_and_is_red_only_for_losses() {
    status = snapshot(
        vendor("honeycomb", Flow.BEHIND, "behind by 3 min 12 s", null),
        vendor("zipkin", Flow.DELIVERING, "delivering", null),
        vendor("datadog", Flow.KEY_REFUSED, "key refused", null),
        vendor("splunk", Flow.LOSING, "losing spans", null));

    assertThat(page(BROWSER).text())
        .contains("<h1><span class=\"loss\">splunk loses spans</span> · "
            + "<span class=\"warn\">datadog: key refused, needs a new key</span> · "
            + "<span class=\"warn\">honeycomb is behind, loses nothing</span></h1>");
  }

  @Test
  void a_vendor_that_loses_spans_within_the_hour_is_red_in_the_headline() {
    status = snapshot(
        soon(vendor("honeycomb", Flow.BEHIND, "behind", null)),
        soon(vendor("datadog", Flow.KEY_REFUSED, "key refused", null)));

    assertThat(StatusHeadline.text(status))
        .isEqualTo("datadog: key refused, needs a new key within the hour"
            + " · honeycomb will lose spans within the hour");
    assertThat(page(BROWSER).text()).doesNotContain("<span class=\"warn\">datadog");
  }

  @Test
  void vendors_are_sorted_by_severity_and_then_by_name() {
    List<Vendor> vendors = new ArrayList<>();
    for (Flow flow : Flow.values()) {
      vendors.add(vendor("b-" + flow, flow, "", null));
      vendors.add(vendor("a-" + flow, flow, "", null));
    }

    assertThat(FlowWords.bySeverity(vendors))
        .extracting(Vendor::flow)
        .containsExactly(
            Flow.LOSING,
            Flow.LOSING,
            Flow.LEFT_OUT,
            Flow.LEFT_OUT,
            Flow.KEY_REFUSED,
            Flow.KEY_REFUSED,
            Flow.QUOTA_USED_UP,
            Flow.QUOTA_USED_UP,
            Flow.BEHIND,
            Flow.BEHIND,
            Flow.WAITING,
            Flow.WAITING,
            Flow.DELIVERING,
            Flow.DELIVERING,
            Flow.IDLE,
            Flow.IDLE,
            Flow.REMOVED,
            Flow.REMOVED,
            Flow.SWITCHED_OFF,
            Flow.SWITCHED_OFF);
    assertThat(FlowWords.bySeverity(vendors))
        .extracting(Vendor::name)
        .startsWith("a-LOSING", "b-LOSING");
  }

  @Test
  void each_vendor_in_trouble_has_a_next_step_and_no_other_vendor_has() {
    for (Flow flow : Flow.values()) {
      VendorAdvice advice = VendorAdvice.of(vendor("acme", flow, "", null), status);

      boolean isTrouble =
          !List.of("good", "calm").contains(FlowWords.colour(vendor("acme", flow, "", null)));
      assertThat(!advice.text().isEmpty()).as(flow.toString()).isEqualTo(isTrouble);
      assertThat(advice.isForPerson())
          .as(flow.toString())
          .isEqualTo(isTrouble && flow != Flow.BEHIND);
    }
  }

  @Test
  void the_example_says_who_acts_and_until_when_spans_are_kept() {
    status = StatusExample.snapshot();

    String html = page(BROWSER).text();

    assertThat(html)
        .contains("<b>Nothing to do:</b> Fanlight tries again until the vendor answers")
        .contains("kept until the log is full, in 4 h 31 min at this rate; then the oldest spans"
            + " of the vendors that are behind are given up, counted as buffer_full")
        .contains("<b>To do:</b> Correct the key of vendors.datadog in /etc/fanlight.yaml")
        .contains("last failure 08:59:56 UTC, nothing delivered since 08:53:34 UTC")
        .contains("no span for it yet")
        .doesNotContain("same bytes");
  }

  @Test
  void the_log_in_the_example_holds_the_spans_of_the_vendor_that_is_furthest_behind() {
    StatusSnapshot example = StatusExample.snapshot();

    for (Vendor vendor : example.vendors()) {
      assertThat(vendor.account().addsUp()).as(vendor.name()).isTrue();
      assertThat(vendor.bufferedBytes()).isLessThanOrEqualTo(example.pipeline().logBytes());
      assertThat(vendor.isLosing()).isEqualTo(vendor.flow() == Flow.LOSING);
    }
    assertThat(example.pipeline().timeUntilLogIsFull()).isGreaterThan(Duration.ofHours(1));
  }

  @Test
  void the_flow_is_503_while_a_vendor_loses_spans_and_ready_stays_200() {
    assertThat(create(StatusPages.FLOW).status()).isEqualTo(200);

    status = snapshot(vendor("acme", Flow.LOSING, "losing spans", null));

    assertThat(create(StatusPages.FLOW).status()).isEqualTo(503);
    assertThat(create(StatusPages.FLOW).text()).contains("acme: losing spans");
    assertThat(create(StatusPages.READY).status()).isEqualTo(200);
    assertThat(create(StatusPages.READY).text()).isEqualTo("ready\n");
  }

  @Test
  void ready_is_503_until_the_pipeline_runs() {
    status = new StatusSnapshot(0, State.REFUSED, status.pipeline(), status.file(), List.of());

    assertThat(create(StatusPages.READY).status()).isEqualTo(503);
  }

  @Test
  void each_state_has_a_word_a_colour_and_a_meaning_on_the_page() {
    for (Flow flow : Flow.values()) {
      status = snapshot(vendor("acme", flow, flow.word(), null));

      String html = page(BROWSER).text();

      assertThat(html).contains(">" + flow.word() + "</abbr>");
      assertThat(html).contains("<dd>").contains("<dt>" + flow.word() + "</dt>");
      assertThat(html.contains("class=\"state loss\""))
          .isEqualTo(flow == Flow.LOSING || flow == Flow.LEFT_OUT);
    }
  }

  @Test
  void ten_thousand_hostile_names_and_reasons_are_text_in_each_form() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      List<Vendor> vendors = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        vendors.add(hostile(random));
      }
      status = new StatusSnapshot(
          0,
          State.RUNNING,
          new Pipeline(queue(hostileText(random)), 1, 1, hostileText(random), 1, 2, null),
          new FileVersion(
              hostileText(random), 2, 0, hostileText(random), true, List.of(hostileText(random))),
          vendors);

      Element main = parsed(StatusHtml.main(status));
      assertThat(elements(main))
          .as("round " + round)
          .containsOnlyKeys(
              "main", "h1", "h2", "dl", "div", "dt", "dd", "small", "svg", "rect", "b", "ul", "li",
              "table", "thead", "tbody", "tr", "th", "td", "abbr", "span", "p", "path");
      assertThat(elements(main)).containsEntry("tbody", 100);
      JsonNode json =
          new ObjectMapper().readTree(page(List.of("application/json")).text());
      assertThat(json.get("vendors").get(99).get("name").asString())
          .isEqualTo(vendors.get(99).name().replace('\ud800', '\ufffd'));
      assertThat(page(List.of())
              .text()
              .codePoints()
              .filter(Character::isISOControl)
              .boxed())
          .containsOnly((int) '\n');
      assertThat(create(StatusPages.FLOW).text().lines().count()).isEqualTo(101);
    }
  }

  private static Vendor hostile(Random random) {
    return new Vendor(
        new LedgerSnapshot(
            hostileText(random),
            LedgerSnapshot.State.OPEN,
            30,
            10,
            0,
            Map.of(),
            Map.of(hostileText(random), 10L),
            Map.of(hostileText(random), 10L),
            4),
        Flow.BEHIND,
        hostileText(random),
        random.nextBoolean(),
        hostileText(random),
        List.of(hostileText(random)),
        1,
        1,
        Collections.nCopies(9, 3),
        1,
        Duration.ofSeconds(1),
        Duration.ofMillis(1),
        Duration.ofMillis(1),
        new Failure(hostileText(random), hostileText(random), 0, random.nextBoolean()));
  }

  private static String hostileText(Random random) {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.append(random.nextInt()).toString();
  }

  /** The page is written so that a parser of XML reads it too, and finds each element that is not ours. */
  private static Element parsed(String main) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var source = new InputSource(new StringReader(main));
    return factory.newDocumentBuilder().parse(source).getDocumentElement();
  }

  private static Map<String, Integer> elements(Element main) {
    Map<String, Integer> counts = new TreeMap<>(Map.of(main.getTagName(), 1));
    NodeList all = main.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      counts.merge(((Element) all.item(i)).getTagName(), 1, Integer::sum);
    }
    return counts;
  }

  private Page page(List<String> accept) {
    return pages.create(StatusPages.PAGE, accept);
  }

  private Page create(String path) {
    return pages.create(path, List.of());
  }

  private static Vendor soon(Vendor vendor) {
    return new Vendor(
        vendor.account(),
        vendor.flow(),
        vendor.flowText(),
        true,
        vendor.endpoint(),
        vendor.sharesViewWith(),
        vendor.receivedPerSecond(),
        vendor.deliveredPerSecond(),
        vendor.deliveredPerSecondHistory(),
        vendor.bufferedBytes(),
        vendor.oldestAge(),
        vendor.medianAnswerTime(),
        vendor.p99AnswerTime(),
        vendor.lastFailure());
  }

  private static StatusSnapshot snapshot(Vendor... vendors) {
    return new StatusSnapshot(
        0,
        State.RUNNING,
        new Pipeline(queue("queue_full"), 10, 512, "", 1 << 20, 64 << 20, Duration.ofMinutes(5)),
        new FileVersion("fanlight.yaml", 1, 0, "", false, List.of()),
        List.of(vendors));
  }

  private static QueueSnapshot queue(String reason) {
    return new QueueSnapshot(1_000, Map.of(reason, 3L), 5, 8_192, 992);
  }

  private static Vendor vendor(String name, Flow flow, String text, @Nullable Failure failure) {
    return new Vendor(
        new LedgerSnapshot(
            name,
            LedgerSnapshot.State.UP,
            2_000,
            793,
            0,
            Map.of(),
            Map.of("http_400", 7L),
            Map.of("expired", 1_200L),
            4),
        flow,
        text,
        flow == Flow.LOSING || flow == Flow.LEFT_OUT,
        "https://acme.example",
        List.of("other"),
        10,
        10,
        Collections.nCopies(StatusSnapshot.HISTORY_LENGTH, 10),
        0,
        Duration.ZERO,
        Duration.ofMillis(40),
        Duration.ofMillis(90),
        failure);
  }
}
