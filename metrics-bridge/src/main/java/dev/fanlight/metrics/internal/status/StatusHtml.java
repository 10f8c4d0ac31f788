/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Pipeline;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The page for people. Immutable. */
final class StatusHtml {

  private static final Duration SOON = Duration.ofHours(1);

  private StatusHtml() {}

  /** Returns the element {@code <main>} of the page. */
  static String main(StatusSnapshot status) {
    HtmlWriter html = new HtmlWriter();
    html.raw("<main>");
    StatusHeadline.write(status, html);
    pipeline(status.pipeline(), status.file(), html);
    problems(status.file(), html);
    html.raw("<h2>Vendors</h2>");
    vendors(status, html);
    return html.raw("<p class=\"at\">As of ")
        .text(AmountText.time(status.atEpochMillis()))
        .raw("</p></main>")
        .toString();
  }

  /** Returns the meanings of the states as terms and definitions. */
  static String words() {
    HtmlWriter html = new HtmlWriter();
    for (Flow flow : Flow.values()) {
      html.element("dt", flow.word()).element("dd", FlowWords.meaning(flow));
    }
    return html.toString();
  }

  // ---- above the vendors ----

  private static void pipeline(Pipeline pipeline, FileVersion file, HtmlWriter html) {
    html.raw("<dl class=\"tiles\">");
    long refused = pipeline.queue().refused();
    tile("Spans ended", AmountText.count(pipeline.queue().ended()), html);
    html.raw("<small>")
        .text(AmountText.rate(pipeline.endedPerSecond()) + " per second")
        .raw("</small>");
    if (refused > 0) {
      html.raw("<small class=\"loss\">")
          .text(AmountText.count(refused) + " refused: "
              + reasons(pipeline.queue().refusedByReason()))
          .raw("</small>");
    }
    html.raw("</dd></div>");
    tile("Queue in memory", AmountText.count(pipeline.queue().queued()), html);
    bar(pipeline.queue().queued(), pipeline.queue().capacity(), false, html);
    html.raw("<small>")
        .text("of " + AmountText.spans(pipeline.queue().capacity()))
        .raw("</small></dd></div>");
    tile("Mean batch", AmountText.spans(Math.round(pipeline.spansPerBatch())), html);
    html.raw("<small>over the last minute</small></dd></div>");
    log(pipeline, html);
    tile("Configuration", "version " + file.version(), html);
    html.raw("<small>").text(file.documents()).raw("</small><small>");
    html.text((file.version() > 1 ? "since " : "since the start, ")
        + AmountText.time(file.appliedEpochMillis()));
    html.raw("</small>");
    if (!file.lastEdit().isEmpty()) {
      html.raw("<small>").text("Last edit: " + file.lastEdit()).raw("</small>");
    }
    html.raw("</dd></div></dl>");
  }

  private static void log(Pipeline pipeline, HtmlWriter html) {
    Duration untilFull = pipeline.timeUntilLogIsFull();
    boolean isFullSoon = untilFull != null && untilFull.compareTo(SOON) <= 0;
    boolean isInMemory = pipeline.logFolder().isEmpty();
    tile(isInMemory ? "Log in memory" : "Log on disk", AmountText.bytes(pipeline.logBytes()), html);
    bar(pipeline.logBytes(), pipeline.logLimitBytes(), isFullSoon, html);
    html.raw("<small>").text("of " + AmountText.bytes(pipeline.logLimitBytes()));
    html.text(isInMemory ? "" : " in " + pipeline.logFolder()).raw("</small>");
    if (untilFull != null) {
      html.raw(isFullSoon ? "<small class=\"loss\">" : "<small>")
          .text("full in " + AmountText.duration(untilFull) + " at this rate")
          .raw("</small>");
    }
    html.raw("</dd></div>");
  }

  private static void tile(String term, String value, HtmlWriter html) {
    html.raw("<div class=\"tile\">").element("dt", term).raw("<dd>").text(value);
  }

  private static void bar(long value, long limit, boolean isLoss, HtmlWriter html) {
    double share = limit <= 0 ? 0 : Math.min(1, value / (double) limit);
    html.raw("<svg class=\"bar" + (isLoss ? " loss" : "")
        + "\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\""
        + " aria-hidden=\"true\"><rect height=\"1\" width=\""
        + String.format(Locale.ROOT, "%.1f", 100 * share) + "\"/></svg>");
  }

  private static void problems(FileVersion file, HtmlWriter html) {
    if (file.problems().isEmpty() && !file.isNewestRefused()) {
      return;
    }
    html.raw("<div class=\"note\"><b>")
        .text(
            file.isNewestRefused()
                ? "The newest version of the file is not right, and is not in use."
                : "The file has problems.")
        .raw("</b><ul>");
    file.problems().forEach(problem -> html.element("li", problem));
    html.raw("</ul></div>");
  }

  // ---- vendors ----

  private static void vendors(StatusSnapshot status, HtmlWriter html) {
    List<Vendor> vendors = FlowWords.bySeverity(status.vendors());
    if (vendors.isEmpty()) {
      html.raw(
          "<div class=\"wrap\"><p class=\"none\">No vendor. Add one under vendors in the file.</p></div>");
      return;
    }
    html.raw("<div class=\"wrap\"><table><thead><tr><th scope=\"col\">Vendor</th>");
    column(
        "", "State", "Whether spans flow to the vendor now. The words are explained below.", html);
    column(
        "n",
        "Spans/s, 10 min",
        "Spans that the vendor took per second, over the last minute; the plot shows the last ten minutes.",
        html);
    column(
        "n",
        "Waiting",
        "Spans that the vendor has not answered for, their bytes, and the age of the oldest.",
        html);
    column(
        "n",
        "Answers",
        "Time until half, and until 99 of 100 of the answers of the last ten minutes came.",
        html);
    column(
        "n",
        "Delivered",
        "Spans that the vendor took since the start of the process, and the ones that its rules kept from it.",
        html);
    column(
        "n",
        "Lost",
        "Spans that the vendor rejected or that were given up, since the start of the process.",
        html);
    html.raw("</tr></thead>");
    vendors.forEach(vendor -> vendor(vendor, status, html));
    html.raw("</table></div>");
  }

  private static void column(String kind, String name, String meaning, HtmlWriter html) {
    html.raw(kind.isEmpty() ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"n\">");
    html.raw("<abbr title=\"").text(meaning).raw("\">").text(name).raw("</abbr></th>");
  }

  private static void vendor(Vendor vendor, StatusSnapshot status, HtmlWriter html) {
    LedgerSnapshot account = vendor.account();
    String colour = FlowWords.colour(vendor);
    html.raw("<tbody><tr><td class=\"id\"><span class=\"name\">")
        .text(vendor.name())
        .raw("</span>");
    small(vendor.endpoint(), html);
    html.raw("</td><td><abbr class=\"state " + colour + "\" title=\"")
        .text(FlowWords.meaning(vendor.flow()))
        .raw("\">")
        .text(vendor.flowText())
        .raw("</abbr>");
    small(idleness(vendor), html);
    html.raw("</td>");
    cell("Last 10 min", html);
    html.raw("<span class=\"rate\">");
    SparkLine.write(vendor.deliveredPerSecondHistory(), html);
    html.raw("<span>")
        .text(AmountText.rate(vendor.deliveredPerSecond()))
        .raw("</span></span></td>");
    cell("Waiting", html).text(AmountText.count(account.buffered()));
    if (account.buffered() > 0) {
      small(
          AmountText.bytes(vendor.bufferedBytes()) + ", " + AmountText.duration(vendor.oldestAge()),
          html);
    }
    html.raw("</td>");
    cell("Answers", html);
    if (vendor.medianAnswerTime().isZero()) {
      html.raw("–");
    } else {
      boolean isFailing =
          !VendorAdvice.of(vendor, status).text().isEmpty() && vendor.deliveredPerSecond() == 0;
      html.raw(isFailing ? "<span class=\"soft\">" : "<span>")
          .text(AmountText.answerTime(vendor.medianAnswerTime()))
          .raw("</span>");
      small("99 %: " + AmountText.answerTime(vendor.p99AnswerTime()), html);
      small(isFailing ? "with failures" : "", html);
    }
    html.raw("</td>");
    cell("Delivered", html).text(AmountText.count(account.delivered()));
    if (account.filtered() > 0) {
      small(AmountText.count(account.filtered()) + " filtered", html);
    }
    html.raw("</td>");
    cell("Lost", html);
    long lost = account.rejected() + account.dropped();
    html.raw(
        lost == 0 ? "<span>" : "<span class=\"" + (vendor.isLosing() ? "loss" : "warn") + "\">");
    html.text(AmountText.count(lost)).raw("</span></td></tr>");
    why(vendor, status, colour, html);
    html.raw("</tbody>");
  }

  private static HtmlWriter cell(String label, HtmlWriter html) {
    return html.raw("<td class=\"n\" data-label=\"").text(label).raw("\">");
  }

  private static void small(String text, HtmlWriter html) {
    if (!text.isEmpty()) {
      html.raw(" ").element("small", text);
    }
  }

  /** Returns why a vendor is idle; an empty string if it is not. */
  private static String idleness(Vendor vendor) {
    LedgerSnapshot account = vendor.account();
    if (vendor.flow() != Flow.IDLE) {
      return "";
    }
    if (account.received() == 0) {
      return "no span for it yet";
    }
    if (account.filtered() == account.received()) {
      return "its rules keep all spans from it";
    }
    List<Integer> history = vendor.deliveredPerSecondHistory();
    boolean isLong = history.size() == StatusSnapshot.HISTORY_LENGTH
        && history.stream().allMatch(rate -> rate == 0);
    return isLong ? "no span for it in 10 min" : "no span for it in the last minute";
  }

  /** The row below a vendor: failure, next step and losses. */
  private static void why(Vendor vendor, StatusSnapshot status, String colour, HtmlWriter html) {
    Failure failure = vendor.lastFailure();
    LedgerSnapshot account = vendor.account();
    VendorAdvice advice = VendorAdvice.of(vendor, status);
    boolean hasAdvice = !advice.text().isEmpty();
    boolean hasLosses = account.rejected() + account.dropped() > 0;
    if (failure == null && !hasLosses && !hasAdvice) {
      return;
    }
    boolean isOpen = hasAdvice || (failure != null && !failure.isOver());
    html.raw("<tr class=\"why\"><td colspan=\"7\"><div class=\"reason " + (isOpen ? colour : "")
        + "\">");
    if (failure != null) {
      html.raw("<p>").text(failure.isOver() ? "Over: " : "").text(failure.message());
      html.raw(" <small>").text(times(vendor, failure, status.atEpochMillis()));
      html.raw("</small></p>");
    }
    if (hasAdvice) {
      html.raw("<p><b>").text(advice.label()).raw(":</b> ").text(advice.text()).raw("</p>");
      if (!advice.retention().isEmpty()) {
        html.raw("<p class=\"soft\">").text(advice.retention()).raw("</p>");
      }
    }
    if (hasLosses) {
      html.raw("<p class=\"soft\">")
          .text("Lost since the start of the process: " + losses(account))
          .raw("</p>");
    }
    html.raw("</div></td></tr>");
  }

  /** Returns the time of the last failure, and since when no span was delivered. */
  private static String times(Vendor vendor, Failure failure, long nowEpochMillis) {
    List<String> times = new ArrayList<>();
    if (failure.epochMillis() < nowEpochMillis) {
      times.add("last failure " + AmountText.timeNear(failure.epochMillis(), nowEpochMillis));
    }
    List<Integer> history = vendor.deliveredPerSecondHistory();
    int idleTicks = 0;
    while (idleTicks < history.size() && history.get(history.size() - 1 - idleTicks) == 0) {
      idleTicks++;
    }
    boolean isKnown = idleTicks > 0 && idleTicks < history.size();
    if (isKnown && !failure.isOver()) {
      long since = nowEpochMillis - idleTicks * StatusSnapshot.HISTORY_INTERVAL.toMillis();
      times.add("nothing delivered since " + AmountText.timeNear(since, nowEpochMillis));
    }
    return String.join(", ", times);
  }

  private static String losses(LedgerSnapshot account) {
    List<String> parts = new ArrayList<>();
    if (account.rejected() > 0) {
      parts.add("rejected by the vendor: " + reasons(account.rejectedByReason()));
    }
    if (account.dropped() > 0) {
      parts.add("dropped: " + reasons(account.droppedByReason()));
    }
    return String.join("; ", parts);
  }

  private static String reasons(Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(counts).forEach((reason, count) -> {
      if (count > 0) {
        parts.add(AmountText.count(count) + " " + reason);
      }
    });
    return String.join(", ", parts);
  }
}
