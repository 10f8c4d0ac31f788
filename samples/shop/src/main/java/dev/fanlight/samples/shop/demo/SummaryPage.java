/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The last page: a summary of the run for a newcomer. At most 100 columns. */
final class SummaryPage {
  private static final int WIDTH = 98;
  private static final int NAME = 42;
  private static final int FOLD = 82;

  private final TextStyle ink;
  private final Path folder;
  private final ProcessPorts place;
  private final StringBuilder text = new StringBuilder();

  private SummaryPage(TextStyle ink, Path folder, ProcessPorts place) {
    this.ink = ink;
    this.folder = folder;
    this.place = place;
  }

  /**
   * Writes the page.
   *
   * @param faults contradictions in the evidence; empty if it is consistent
   * @param folder folder of logs and YAML, as the user would type it
   */
  static String of(
      RunEvidence evidence, List<String> faults, TextStyle ink, Path folder, ProcessPorts place) {
    var page = new SummaryPage(ink, folder, place);
    page.title(evidence);
    page.story(evidence);
    page.account(evidence);
    page.hang(evidence.pace());
    evidence.edited().ifPresent(page::edit);
    evidence.crash().ifPresent(page::crash);
    page.line("");
    evidence.exhibit().ifPresent(page::exhibit);
    page.verdict(faults);
    return page.text.toString();
  }

  private void title(RunEvidence evidence) {
    line("");
    line(ink.dim("─".repeat(WIDTH)));
    line(ink.bold("The shop")
        + "  "
        + number(evidence.logins())
        + " logins in "
        + seconds(evidence.duration())
        + ", "
        + number(evidence.ended())
        + " spans, each sent to Zipkin and over OTLP");
    line("");
  }

  private void story(RunEvidence evidence) {
    line(ink.dim(pad("Session transfers that failed", NAME)
        + right("log lines", 13)
        + right("metrics", 13)
        + right("Zipkin", 13)
        + right("OTLP", 15)));
    for (FailureCause cause : FailureCause.values()) {
      long told = evidence.customers().of(cause);
      line(pad(cause.words(), NAME)
          + count(evidence.logs().of(cause), told, 13)
          + count(evidence.metrics().of(cause), told, 13)
          + count(evidence.comparison().zipkin().of(cause), told, 13)
          + count(evidence.comparison().receiver().of(cause), told, 15));
    }
    line("");
  }

  private String count(long value, long expected, int width) {
    String cell = right(number(value), width);
    return value == expected ? cell : ink.bad(cell);
  }

  private void account(RunEvidence evidence) {
    line(ink.dim(pad("What became of every span", 28)
        + right("received", 12)
        + right("delivered", 12)
        + right("rejected", 11)
        + right("dropped", 11)
        + right("filtered", 11)
        + right("buffered", 11)));
    for (VendorLedger ledger : evidence.ledgers()) {
      String row = pad(name(ledger, evidence), 28)
          + right(number(ledger.received()), 12)
          + right(number(ledger.delivered()), 12)
          + right(number(ledger.rejected()), 11)
          + right(number(ledger.dropped()), 11)
          + right(number(ledger.filtered()), 11)
          + right(number(ledger.buffered()), 11);
      line(ledger.addsUp() ? row : ink.bad(row));
    }
    SpanComparison comparison = evidence.comparison();
    line(
        comparison.different().isEmpty()
            ? "Asked afterwards, Zipkin and the receivers hold the same "
                + number(comparison.spansAtZipkin()) + " span ids in "
                + number(comparison.traces()) + " traces."
            : ink.bad(number(comparison.different().size()) + " of " + number(comparison.traces())
                + " traces are not the same at Zipkin and the receivers."));
    line("");
  }

  private static String name(VendorLedger ledger, RunEvidence evidence) {
    String when = evidence.edited().map(SummaryPage::seconds).orElse("the end");
    return switch (ledger.vendor()) {
      case "receiver" -> "receiver (OTLP), until " + when;
      case "second" -> "second (OTLP), from " + when;
      default -> ledger.vendor();
    };
  }

  private void hang(LatencyComparison pace) {
    line("In the middle the OTLP receiver hung for " + seconds(pace.hang())
        + ". Logins that succeed took, before and meanwhile,");
    line("  " + millis(pace.medianBefore()) + " and " + millis(pace.medianDuring()) + " (median), "
        + millis(pace.p99Before()) + " and " + millis(pace.p99During()) + " (p99).");
  }

  private void edit(Duration when) {
    line("After " + seconds(when)
        + " one vendor was swapped for another by editing the YAML; nothing was restarted.");
  }

  private void crash(BackendCrash crash) {
    line("Then the second receiver refused, and the backend was killed (kill -9) with "
        + number(crash.waiting()) + " spans on disk.");
    line("  Its successor has delivered them, and goes on with the account.");
  }

  private void exhibit(FailedLogin exhibit) {
    line(ink.dim("One that failed  ") + ink.bold(exhibit.trace()) + "  "
        + exhibit.cause().words());
    line("  at Zipkin  " + exhibit.page());
    String label = "  its logs   ";
    for (LogLine line : exhibit.lines()) {
      String words = label + clock(line.time()) + " " + pad(line.service(), 9)
          + pad(line.level(), 6) + line.message();
      line(cut(words, WIDTH));
      label = " ".repeat(label.length());
    }
    String series = exhibit.series().text();
    int brace = series.indexOf('{') + 1;
    line("  exemplar of " + series.substring(0, brace));
    folded(series.substring(brace), "(?<=\",)").forEach(part -> line("              " + part));
    line("");
    line(ink.dim("To look closer") + ", while it runs (./mvnw -q -Pdemo, until Ctrl-C)");
    line("  curl -s " + place.backend().metricsPage() + " | grep session.transfer");
    line("  grep -h " + exhibit.trace() + " " + folder.resolve("*.json"));
    line("  ${EDITOR:-vi} " + folder.resolve("backend.yaml"));
    line("");
  }

  /* Broken into lines where the expression matches. */
  private static List<String> folded(String text, String expression) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String part : text.split(expression, -1)) {
      if (line.length() > 0 && line.length() + part.length() > FOLD) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(part);
    }
    lines.add(line.toString());
    return lines;
  }

  private void verdict(List<String> faults) {
    if (faults.isEmpty()) {
      line(ink.good("✓ Everything adds up."));
    } else {
      line(ink.bad("✗ This does not add up:"));
      faults.forEach(this::fault);
    }
    line(ink.dim("─".repeat(WIDTH)));
  }

  private void fault(String fault) {
    String bullet = "  - ";
    for (String part : folded(fault + ".", "(?<= )")) {
      line(bullet + part.stripTrailing());
      bullet = "    ";
    }
  }

  private void line(String line) {
    text.append(line.isEmpty() ? "" : " " + line).append('\n');
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  /* 2026-11-23T09:49:17.906555291Z: the part between T and the milliseconds. */
  private static String clock(String time) {
    return time.length() < 23 ? time : time.substring(11, 23);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(width - text.length(), 0));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(width - text.length(), 0)) + text;
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
