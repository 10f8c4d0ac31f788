/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.Pipeline;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.time.Duration;
import java.util.Locale;

/** The status as plain text, for curl. */
final class StatusText {

  private static final String ROW = "%-20s %-44s %10s %12s %14s %10s%n".replace("%n", "\n");

  private StatusText() {}

  static String of(StatusSnapshot status) {
    Pipeline pipeline = status.pipeline();
    StringBuilder text = new StringBuilder(line(StatusHeadline.text(status))).append("\n\n");
    text.append("ended ").append(AmountText.spans(pipeline.queue().ended()));
    text.append(", refused ").append(AmountText.count(pipeline.queue().refused()));
    text.append(", queue ").append(AmountText.count(pipeline.queue().queued()));
    text.append(" of ").append(AmountText.count(pipeline.queue().capacity())).append('\n');
    text.append(pipeline.logFolder().isEmpty() ? "log in memory " : "log on disk ");
    text.append(AmountText.bytes(pipeline.logBytes())).append(" of ");
    text.append(AmountText.bytes(pipeline.logLimitBytes()));
    Duration untilFull = pipeline.timeUntilLogIsFull();
    text.append(
        untilFull == null ? "" : ", full in " + AmountText.duration(untilFull) + " at this rate");
    text.append("\nfile ").append(line(status.file().documents()));
    text.append(", version ").append(status.file().version()).append("\n\n");
    text.append(String.format(
        Locale.ROOT, ROW, "VENDOR", "STATE", "SPANS/S", "WAITING", "DELIVERED", "LOST"));
    FlowWords.bySeverity(status.vendors()).forEach(vendor -> row(vendor, status, text));
    status.file().problems().forEach(problem -> text.append("\nproblem: ").append(line(problem)));
    return text.append('\n').toString();
  }

  private static void row(Vendor vendor, StatusSnapshot status, StringBuilder text) {
    LedgerSnapshot account = vendor.account();
    text.append(String.format(
        Locale.ROOT,
        ROW,
        line(vendor.name()),
        line(vendor.flowText()),
        AmountText.rate(vendor.deliveredPerSecond()),
        AmountText.count(account.buffered()),
        AmountText.count(account.delivered()),
        AmountText.count(account.rejected() + account.dropped())));
    Failure failure = vendor.lastFailure();
    if (failure != null && !failure.isOver()) {
      text.append("  ").append(line(failure.message())).append('\n');
    }
    VendorAdvice advice = VendorAdvice.of(vendor, status);
    if (!advice.text().isEmpty()) {
      text.append("  ").append(advice.label()).append(": ");
      text.append(line((advice.text() + " " + advice.retention()).strip())).append('\n');
    }
  }

  /** Returns the text without characters that a terminal would obey. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      int type = Character.getType(c);
      boolean isPlain = type != Character.CONTROL
          && type != Character.FORMAT
          && type != Character.SURROGATE
          && type != Character.LINE_SEPARATOR
          && type != Character.PARAGRAPH_SEPARATOR;
      line.appendCodePoint(isPlain ? c : ' ');
    });
    return line.toString();
  }
}
