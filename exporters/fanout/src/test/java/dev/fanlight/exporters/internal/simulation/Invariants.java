/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.Event.Edit;
import dev.fanlight.exporters.internal.simulation.Event.Fault;
import dev.fanlight.exporters.internal.simulation.Event.Flush;
import dev.fanlight.exporters.internal.simulation.Event.Plugin;
import dev.fanlight.exporters.internal.simulation.Event.Reload;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What must hold in every simulation; package-info.java lists it. */
final class Invariants {

  private static final int LINES_AN_HOUR = 12;
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final Set<String> RETRIED = Set.of(
      "http_401",
      "http_402",
      "http_408",
      "http_425",
      "http_429",
      "http_500",
      "http_502",
      "http_503",
      "http_504",
      "http_520",
      "http_522");
  private static final Set<String> AT_CLOSE = Set.of("shutdown", "unconfirmed", "vendor_removed");

  private final Script script;
  private final Application application;
  private final List<SimulatedVendor> vendors;
  private final Violations violations;
  private final long slackNanos;
  private long maxDelayNanos;
  private long largestLog;
  private boolean isClosing;

  Invariants(
      Script script,
      Application application,
      List<SimulatedVendor> vendors,
      Violations violations) {
    this.script = script;
    this.application = application;
    this.vendors = vendors;
    this.violations = violations;
    this.slackNanos = TimeUnit.MILLISECONDS.toNanos(20L + 40L * script.setup().suspensionMillis());
  }

  long maxDelayNanos() {
    return maxDelayNanos;
  }

  /** A vendor takes a span. */
  void taken(int vendor, long id, long nanos) {
    if (vendor == 0) {
      maxDelayNanos = Math.max(maxDelayNanos, nanos - application.endedNanos(id));
    }
  }

  void checkReload(long nanos) {
    violations.check(
        nanos <= TimeUnit.SECONDS.toNanos(5) + slackNanos, "a reload takes long", nanos);
  }

  /**
   * A flush has ended.
   *
   * @param waiting spans that had ended and were not at the healthy vendor as it began
   */
  void checkFlush(long nanos, Flush flush, long waiting, boolean isHealthyLate) {
    violations.check(
        nanos <= TimeUnit.MILLISECONDS.toNanos(flush.timeoutMillis()) + slackNanos,
        "a flush takes long",
        nanos);
    long timeout = TimeUnit.MILLISECONDS.toNanos(flush.timeoutMillis());
    boolean isEasy = waiting < script.setup().batchSpans()
        && !isPlayed(Plugin.SLOW_SPAN)
        && timeout >= latencyNanos() + TimeUnit.MILLISECONDS.toNanos(600) + slackNanos;
    violations.check(
        !isEasy || !isHealthyLate || isClosing, "a flush sends at once", flush, waiting);
  }

  /** Every span that had ended before a flush that succeeded is delivered. */
  void checkFlushed(int firstId, int lastId) {
    for (int id = firstId; id <= lastId; id++) {
      if (!application.isBroken(id) && !vendors.get(0).fates.isTaken(id)) {
        violations.check(false, "a flush is over before its spans are delivered", id);
        return;
      }
    }
  }

  /** No span that ended before close counts as one that came too late. */
  void checkRefusals(QueueSnapshot intake, int endedSinceClose) {
    long late = intake.refusedByReason().getOrDefault("already_shutdown", 0L);
    violations.check(
        late <= endedSinceClose || isPlayed(Plugin.SLOW_SPAN),
        "spans that ended before close are not refused",
        intake,
        endedSinceClose);
  }

  void closing() {
    isClosing = true;
  }

  boolean isPlayed(Plugin plugin) {
    return script.events().stream()
        .anyMatch(event -> event instanceof Fault fault && fault.plugin() == plugin);
  }

  /** Of a request to the healthy vendor and its answer. */
  private long latencyNanos() {
    return TimeUnit.MILLISECONDS.toNanos(2L * script.setup().vendors().get(0).latencyMillis());
  }

  /**
   * The fan-out is closed.
   *
   * @param isIdle whether nothing waited as closing began
   */
  void checkClose(long nanos, boolean isIdle) {
    violations.check(
        !isIdle || nanos <= TimeUnit.SECONDS.toNanos(1) + slackNanos,
        "closing waits without need",
        nanos);
    violations.check(
        nanos <= TimeUnit.MILLISECONDS.toNanos(script.setup().shutdownMillis()) + slackNanos,
        "closing takes long",
        nanos);
  }

  void checkAtTheEnd(
      QueueSnapshot intake, List<LedgerSnapshot> accounts, LogLines lines, long largestLog) {
    this.largestLog = largestLog;
    violations.check(
        intake.ended() == application.lastId(),
        "the intake counts each span",
        intake,
        application.lastId());
    violations.check(
        intake.queued() == 0 && intake.ended() == intake.refused() + intake.received(),
        "the intake adds up",
        intake);
    violations.check(
        largestLog <= script.setup().memoryBytes(), "the log is larger than its limit", largestLog);
    for (LedgerSnapshot account : accounts) {
      SimulatedVendor vendor = vendors.get(Integer.parseInt(account.vendor().substring(1)));
      checkLedger(vendor, account, intake);
      checkReasons(vendor, account);
      checkLines(account, lines);
    }
    checkHealthy(accounts.get(0), intake);
  }

  private void checkLedger(SimulatedVendor vendor, LedgerSnapshot account, QueueSnapshot intake) {
    Fates fates = vendor.fates;
    violations.check(account.addsUp() && account.buffered() == 0, "a ledger adds up", account);
    boolean isWhole = !isReloaded(vendor.name, Edit.REMOVE_OR_ADD);
    violations.check(
        isWhole ? account.received() == intake.received() : account.received() <= intake.received(),
        "a vendor receives every span",
        account,
        intake);
    long partly = account.rejectedByReason().getOrDefault("partial_success", 0L);
    long lateAnswers = fates.answered() + fates.refused() - account.delivered() - partly;
    violations.check(
        account.delivered() <= fates.answered()
            && partly <= fates.refused()
            && lateAnswers <= sum(account.droppedByReason(), AT_CLOSE),
        "delivered spans are the spans that the vendor accepted",
        account,
        fates.answered(),
        fates.refused());
    violations.check(
        account.attempts() >= vendor.requests(), "each request counts", account, vendor.requests());
  }

  /** A vendor for which spans wait gets one more request before the end, unless the log had no room for these spans. */
  void checkLastChance(SimulatedVendor vendor, long requestsBefore, LedgerSnapshot account) {
    violations.check(
        vendor.requests() > requestsBefore
            || sum(account.droppedByReason(), AT_CLOSE) == 0
            || isPlayed(Plugin.SLOW_SPAN),
        "closing gives each vendor a last chance",
        vendor.name);
  }

  private static long sum(Map<String, Long> counts, Set<String> reasons) {
    long sum = 0;
    for (String reason : reasons) {
      sum += counts.getOrDefault(reason, 0L);
    }
    return sum;
  }

  private boolean isReloaded(String vendor, Edit edit) {
    return script.events().stream()
        .anyMatch(event -> event instanceof Reload reload
            && ("v" + reload.vendor()).equals(vendor)
            && reload.edit() == edit);
  }

  /** Returns the number of lanes that a vendor has in a simulation: another address is another lane. */
  private int lanes(String vendor) {
    int lanes = 1;
    for (Event event : script.events()) {
      boolean isNew = event instanceof Reload reload
          && ("v" + reload.vendor()).equals(vendor)
          && (reload.edit() == Edit.ENDPOINT || reload.edit() == Edit.REMOVE_OR_ADD);
      lanes += isNew ? 1 : 0;
    }
    return lanes;
  }

  private void checkReasons(SimulatedVendor vendor, LedgerSnapshot account) {
    checkRejections(vendor, account);
    for (String reason : account.droppedByReason().keySet()) {
      boolean isExplained = switch (reason) {
        case "buffer_full" -> largestLog > script.setup().memoryBytes() / 4;
        case "vendor_removed" ->
          isReloaded(vendor.name, Edit.REMOVE_OR_ADD) || isReloaded(vendor.name, Edit.ENDPOINT);
        default -> isExplained(vendor, reason);
      };
      violations.check(isExplained, "a drop has its reason", reason, account);
    }
  }

  /** Whether the application or the vendor explains a loss, whatever the log. */
  boolean isExplained(SimulatedVendor vendor, String dropReason) {
    return switch (dropReason) {
      case "encoding_error" -> application.brokenSpans() > 0;
      case "unconfirmed" -> vendor.isAmbiguous();
      case "expired", "shutdown" -> true;
      default -> false;
    };
  }

  void checkRejections(SimulatedVendor vendor, LedgerSnapshot account) {
    for (String reason : account.rejectedByReason().keySet()) {
      boolean isExplained = switch (reason) {
        case "partial_success" -> vendor.fates.refused() > 0;
        case "poison" -> !vendor.statuses().isEmpty();
        case "too_large" -> vendor.statuses().contains(413);
        default ->
          reason.startsWith("http_")
              && !RETRIED.contains(reason)
              && vendor.statuses().contains(Integer.parseInt(reason.substring(5)));
      };
      violations.check(
          isExplained, "a rejection has its reason", reason, account, vendor.statuses());
    }
  }

  void checkLines(LedgerSnapshot account, LogLines lines) {
    List<Long> moments = lines.about(account.vendor());
    int most = LINES_AN_HOUR * lanes(account.vendor());
    for (int i = most; i < moments.size(); i++) {
      if (moments.get(i) - moments.get(i - most) < HOUR_NANOS) {
        violations.check(false, "a vendor has few lines an hour", account.vendor(), i);
        break;
      }
    }
  }

  /** Losses have a line before closing begins, unless the vendor has used up its lines. */
  void checkLosses(List<LedgerSnapshot> accounts, LogLines lines) {
    for (LedgerSnapshot account : accounts) {
      boolean isTold = account.rejected() + account.dropped() == 0
          || lines.about(account.vendor()).size() >= LINES_AN_HOUR - 1
          || isReloaded(account.vendor(), Edit.REMOVE_OR_ADD)
          || isReloaded(account.vendor(), Edit.ENDPOINT);
      for (LogLines.Line line : lines.lines()) {
        isTold |= line.text().startsWith("vendor \"" + account.vendor() + "\": lost");
      }
      violations.check(isTold, "a loss is told", account);
    }
  }

  private void checkHealthy(LedgerSnapshot account, QueueSnapshot intake) {
    SimulatedVendor healthy = vendors.get(0);
    long broken = account.droppedByReason().getOrDefault("encoding_error", 0L);
    long late = isPlayed(Plugin.SLOW_SPAN) ? sum(account.droppedByReason(), AT_CLOSE) : 0;
    long unconfirmed = late == 0 ? 0 : account.droppedByReason().getOrDefault("unconfirmed", 0L);
    violations.check(
        account.delivered() + broken + late == intake.received()
            && broken <= application.brokenSpans(),
        "a healthy vendor gets every span",
        account,
        intake,
        application.brokenSpans());
    violations.check(
        healthy.fates.taken() >= account.delivered()
            && healthy.fates.taken() <= account.delivered() + unconfirmed,
        "each span is delivered once",
        account,
        healthy.fates.taken());
    long latency = latencyNanos() + TimeUnit.MILLISECONDS.toNanos(script.setup().delayMillis());
    violations.check(
        isPlayed(Plugin.SLOW_SPAN)
            || maxDelayNanos <= latency + TimeUnit.SECONDS.toNanos(5) + slackNanos,
        "a healthy vendor is not delayed",
        maxDelayNanos);
  }
}
