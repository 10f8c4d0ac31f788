/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comparison of /metrics with the ledgers of the vendors. */
final class MetricsPage {

  private static final Pattern SAMPLE =
      Pattern.compile("(fanlight_spans_total|fanlight_spans_received_total)\\{(.*)} ([0-9.E+]+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private MetricsPage() {}

  /** Scrapes the port of this machine. */
  static String scrape(int port) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/metrics"))
        .timeout(Duration.ofSeconds(10))
        .build();
    return HttpClient.newHttpClient()
        .send(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
        .body();
  }

  /** Returns a sentence for each vendor's count that differs from the ledger. */
  static List<String> compare(String page, Map<ChaosVendor, VendorLedger> ledgers) {
    Map<String, Long> counts = counts(page);
    List<String> problems = new ArrayList<>();
    ledgers.forEach((vendor, ledger) -> {
      compare(problems, counts, vendor.label() + " received", ledger.received());
      compare(problems, counts, vendor.label() + " delivered", ledger.delivered());
      compare(problems, counts, vendor.label() + " rejected", ledger.allRejected());
      compare(problems, counts, vendor.label() + " dropped", ledger.allDropped());
    });
    return problems;
  }

  private static void compare(
      List<String> problems, Map<String, Long> counts, String what, long ledger) {
    long page = counts.getOrDefault(what, 0L);
    if (page != ledger) {
      problems.add("/metrics says " + page + " for " + what + ", and the ledger " + ledger);
    }
  }

  private static Map<String, Long> counts(String page) {
    Map<String, Long> counts = new TreeMap<>();
    page.lines().forEach(line -> {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        Map<String, String> labels = new TreeMap<>();
        LABEL
            .matcher(sample.group(2))
            .results()
            .forEach(label -> labels.put(label.group(1), label.group(2)));
        String column = labels.getOrDefault("outcome", "received");
        long value = Math.round(Double.parseDouble(sample.group(3)));
        counts.merge(labels.get("vendor") + " " + column, value, Long::sum);
      }
    });
    return counts;
  }
}
