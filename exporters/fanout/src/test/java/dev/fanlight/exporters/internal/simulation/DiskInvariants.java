/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.pipeline.Fanout;
import dev.fanlight.exporters.internal.pipeline.SimulatedFanout;
import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.internal.simulation.Event.ClockStep;
import dev.fanlight.exporters.internal.simulation.Event.DiskFault;
import dev.fanlight.exporters.internal.simulation.Event.Edit;
import dev.fanlight.exporters.internal.simulation.Event.Kill;
import dev.fanlight.exporters.internal.simulation.Event.Plugin;
import dev.fanlight.exporters.internal.simulation.Event.Reload;
import dev.fanlight.exporters.internal.simulation.WrittenSpans.AppendedRecord;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What must hold in every simulation of a log on disk; package-info.java lists it. */
final class DiskInvariants {

  /** A sync once a second, and a round of the writer that is under way. */
  private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int SPAN_BYTES = 8_100;
  private static final Set<String> OF_A_KILL = Set.of("torn", "encoding_error");
  private static final Set<String> OF_POWER = Set.of("torn", "corrupt", "encoding_error");

  private final Machine machine;
  private final Simulation simulation;
  private final Script script;
  private final Violations violations;
  private final Map<String, String> views = new TreeMap<>();
  private final Map<String, LedgerSnapshot> last = new TreeMap<>();
  private boolean wasClean;
  private boolean hadLoss; // of power
  private int bitFlips;
  private boolean knowsAllLosses = true;

  /** What each vendor lost in all processes. */
  private final Map<String, Long> lostByVendor = new TreeMap<>();

  /** The losses in the ledgers of each vendor as processes ended. */
  private final Map<String, TreeSet<Long>> lostBefore = new TreeMap<>();

  private List<LedgerSnapshot> accounts = List.of();
  private final List<LedgerSnapshot> untold = new ArrayList<>();

  DiskInvariants(Machine machine) {
    this.machine = machine;
    this.simulation = machine.simulation;
    this.script = simulation.script;
    this.violations = simulation.violations;
    simulation
        .settings
        .current()
        .lanes()
        .forEach(lane -> views.put(lane.name(), SimulatedFanout.viewOf(lane)));
  }

  /** A process has started, and no span of it has ended. */
  void started(MachineProcess process) {
    if (wasClean && isWell(process) && !isEverHeld() && !simulation.log().isOpenedLate()) {
      for (LedgerSnapshot account : process.accountsAtStart()) {
        LedgerSnapshot before = last.get(account.vendor());
        boolean goesOn = before == null
            || isReloaded(account.vendor())
            || (account.received() == before.received()
                && account.delivered() >= before.delivered()
                && account.dropped() >= before.dropped()
                && account.attempts() >= before.attempts());
        violations.check(
            goesOn,
            "a ledger goes on where the last process closed",
            String.valueOf(before),
            account);
      }
    }
    last.clear();
    wasClean = false;
  }

  /**
   * An append has returned. On a disk that is well, of which no thread is suspended, the writer is never so late that the append
   * does not wait for it. The healthy vendor is never edited, so that its view has a reader.
   */
  void appended(MachineProcess process, AppendedRecord record) {
    boolean isPunctual = isPunctual() && !process.isClosing() && isForTheHealthy(record);
    violations.check(
        !isPunctual || record.isWritten(),
        "an append returns when its record is written",
        record.ids);
    record.appendedNanos = isPunctual ? simulation.threads.nanos() : Long.MAX_VALUE;
  }

  private boolean isPunctual() {
    return script.setup().suspensionMillis() == 0
        && !script.hasAny(DiskFault.class)
        && !simulation.log().isOpenedLate();
  }

  private boolean isForTheHealthy(AppendedRecord record) {
    return record.view.equals(viewOf(simulation.vendors.get(0).name));
  }

  /** The power is lost: with {@code every_batch} no batch that was appended is, and else the batches of the last second. */
  void powerIsLost(MachineProcess process) {
    Sync sync = Objects.requireNonNull(script.setup().disk()).sync();
    long now = simulation.threads.nanos();
    for (AppendedRecord record : machine.written.all()) {
      boolean mustBeSafe = record.appendedNanos >= process.beginNanos
          && record.mustBeThere()
          && !record.isDeleted
          && (sync == Sync.EVERY_BATCH
              ? record.appendedNanos <= now
              : sync == Sync.INTERVAL && record.appendedNanos <= now - SYNC_NANOS);
      violations.check(
          !mustBeSafe || machine.written.isSafe(record),
          "a loss of power costs what the policy says",
          sync,
          record.ids);
    }
  }

  private String viewOf(String vendor) {
    return simulation.log().nameOf(Objects.requireNonNull(views.get(vendor)));
  }

  /** A fan-out is about to close. */
  void closing(MachineProcess process, Fanout fanout, LogLines lines) {
    violations.check(
        fanout.ledgerSnapshots().stream().allMatch(LedgerSnapshot::addsUp),
        "a ledger adds up",
        fanout.ledgerSnapshots());
    for (LedgerSnapshot account : fanout.ledgerSnapshots()) {
      simulation.invariants.checkLines(account, lines);
      if (!isTold(process, account, lines)) {
        untold.add(account);
      }
    }
  }

  /** What is lost has a line; what was found damaged, or under another address, is told with other words. */
  private boolean isTold(MachineProcess process, LedgerSnapshot account, LogLines lines) {
    if (simulation.log().isOpenedLate()) {
      return true; // what was lost before is not known
    }
    long lostNow = account.rejected() + account.dropped();
    for (LedgerSnapshot start : process.accountsAtStart()) {
      lostNow -= start.vendor().equals(account.vendor()) ? start.rejected() + start.dropped() : 0;
    }
    return lostNow <= 0
        || !isWell(process)
        || script.hasAny(Kill.class)
        || isReloaded(account.vendor())
        || !lines.about(account.vendor()).isEmpty();
  }

  /** What was lost at the moment in which closing began has its line by the end of it. */
  private void checkUntold(MachineProcess process) {
    LogLines lines = machine.lines.since(process.beginNanos);
    for (LedgerSnapshot account : untold) {
      violations.check(!lines.about(account.vendor()).isEmpty(), "a loss is told", account);
    }
    untold.clear();
  }

  /** A fan-out is closed. */
  void closed(MachineProcess process, Fanout fanout, long nanos, boolean isIdle) {
    if (isWell(process)) {
      simulation.invariants.checkClose(nanos, isIdle);
    } else {
      simulation.invariants.checkClose(nanos, false);
    }
    checkUntold(process);
    QueueSnapshot intake = fanout.queueSnapshot();
    violations.check(
        intake.queued() == 0 && intake.ended() == intake.refused() + intake.received(),
        "the intake adds up",
        intake);
    violations.check(
        intake.ended() == simulation.application.lastId() - process.spansBefore,
        "the intake counts each span",
        intake);
    violations.check(
        simulation.log().largest() <= maxMemoryBytes(),
        "the log is larger than its limit",
        simulation.log().largest());
    accounts = fanout.ledgerSnapshots();
    for (LedgerSnapshot account : accounts) {
      violations.check(account.addsUp() && account.buffered() >= 0, "a ledger adds up", account);
      checkReceived(process, account, intake);
      last.put(account.vendor(), account);
    }
    wasClean = isWell(process);
  }

  /** The record that is written now, and one for each reader that could not go on otherwise, come on top. */
  private long maxMemoryBytes() {
    Setup setup = script.setup();
    return setup.memoryBytes() + (1L + setup.vendors().size()) * (setup.batchBytes() + SPAN_BYTES);
  }

  /** All that left the queue is in the account of each vendor, on top of what was there at the start. */
  private void checkReceived(MachineProcess process, LedgerSnapshot account, QueueSnapshot intake) {
    boolean isKnown = isWell(process)
        && !isReloaded(account.vendor())
        && !isEverHeld()
        && !simulation.log().isOpenedLate();
    for (LedgerSnapshot start : process.accountsAtStart()) {
      if (isKnown && start.vendor().equals(account.vendor())) {
        violations.check(
            account.received() == start.received() + intake.received(),
            "a vendor receives every span",
            start,
            account,
            intake);
      }
    }
  }

  void checkNothingIsLeft(Fanout fanout, List<LedgerSnapshot> atClose) {
    violations.check(
        atClose.equals(fanout.ledgerSnapshots()),
        "the ledger does not change after close",
        atClose,
        fanout.ledgerSnapshots());
  }

  /** A process has ended or was killed: only certain spans may come again. */
  void processIsGone(MachineProcess process, boolean isPowerLost) {
    List<LedgerSnapshot> ended = process.lastAccounts();
    knowsAllLosses &= ended != null;
    (ended == null ? List.<LedgerSnapshot>of() : ended)
        .forEach(account -> countLost(process, account));
    hadLoss |= isPowerLost;
    bitFlips += process.bitFlips();
    wasClean &= process.kill() == null && process.bitFlips() == 0;
    Sync sync = Objects.requireNonNull(script.setup().disk()).sync();
    for (SimulatedVendor vendor : simulation.vendors) {
      boolean isExact = isWell(process)
          && script.setup().suspensionMillis() == 0
          && !vendor.cutsBatches()
          && !isReloaded(vendor.name);
      long since = isExact ? Long.MAX_VALUE : process.beginNanos;
      if (isPowerLost && sync != Sync.EVERY_BATCH) {
        since = Math.min(since, sync == Sync.NEVER ? 0 : simulation.threads.nanos() - SYNC_NANOS);
      }
      long from = process.bitFlips() > 0 ? 0 : since; // the state before the last one may hold
      Set<Long> inHand = new HashSet<>();
      if (process.kill() != null) {
        for (long[] ids : vendor.lastAccepted.values()) {
          for (long id : ids) {
            inHand.add(id);
          }
        }
      }
      vendor.lastAccepted.clear();
      vendor.fates.processIsGone((id, nanos) -> nanos >= from || inHand.contains(id));
    }
  }

  /** Adds the losses of a process to those of all, without the losses that an earlier process left in the same ledger. */
  private void countLost(MachineProcess process, LedgerSnapshot account) {
    TreeSet<Long> before = lostBefore.computeIfAbsent(account.vendor(), vendor -> new TreeSet<>());
    long atStart = 0;
    for (LedgerSnapshot start : process.accountsAtStart()) {
      atStart += start.vendor().equals(account.vendor()) ? start.rejected() + start.dropped() : 0;
    }
    Long left = before.floor(atStart); // the rest was found as the process started
    long lost = account.rejected() + account.dropped();
    lostByVendor.merge(account.vendor(), lost - (left == null ? 0 : left), Long::sum);
    before.add(lost);
  }

  /** The last process has closed after all vendors had been well. */
  void checkAtTheEnd() {
    long limit = Objects.requireNonNull(script.setup().disk()).limitBytes();
    violations.check(
        machine.disk.largest()
            <= (isEverHeld() ? 2 : 1) * limit + 2 * script.setup().memoryBytes(),
        "the files are larger than their limit",
        machine.disk.largest());
    for (LedgerSnapshot account : accounts) {
      SimulatedVendor vendor =
          simulation.vendors.get(Integer.parseInt(account.vendor().substring(1)));
      violations.check(account.buffered() == 0, "spans are stuck", account);
      violations.check(
          account.delivered() <= vendor.fates.everAnswered(),
          "delivered spans are the spans that the vendor accepted",
          account,
          vendor.fates.everAnswered());
      checkReasons(vendor, account);
      if (!isReloaded(account.vendor())) {
        checkIdentity(vendor, account);
      }
    }
  }

  /** Each loss has a reason that the script explains. */
  private void checkReasons(SimulatedVendor vendor, LedgerSnapshot account) {
    simulation.invariants.checkRejections(vendor, account);
    boolean hasFaults = script.hasAny(DiskFault.class);
    for (String reason : account.droppedByReason().keySet()) {
      boolean isExplained = switch (reason) {
        case "torn" -> script.hasAny(Kill.class) || hasFaults;
        case "corrupt" -> hadLoss || bitFlips > 0 || hasFaults;
        case "disk_unavailable" -> hasFaults || script.setup().suspensionMillis() > 0;
        case "vendor_removed", "vendor_changed" -> isReloaded(vendor.name);
        case "buffer_full" -> true;
        default -> simulation.invariants.isExplained(vendor, reason);
      };
      violations.check(isExplained, "a drop has its reason", reason, account);
    }
  }

  private void checkIdentity(SimulatedVendor vendor, LedgerSnapshot account) {
    String view = viewOf(vendor.name);
    long appended = 0;
    long must = 0;
    long missing = 0;
    long example = 0;
    for (AppendedRecord record : machine.written.all()) {
      if (record.view.equals(view)) {
        appended += record.ids.length;
        for (long id : record.mustBeThere() ? record.ids : new long[0]) {
          must++;
          if (!vendor.fates.isTaken(id)) {
            missing++;
            example = id;
          }
        }
      }
    }
    long counted = isEverHeld() // then not all that was lost is in the ledger of the last process
        ? lostByVendor.getOrDefault(vendor.name, 0L)
        : account.rejected() + account.dropped();
    boolean isKnown = !isEverHeld() || knowsAllLosses;
    violations.check(
        !isKnown || missing <= counted,
        "a span that was written is delivered or counted",
        missing,
        example,
        account);
    violations.check(
        account.received()
            <= appended
                + simulation.application.brokenSpans()
                + account.droppedByReason().getOrDefault("shutdown", 0L), // never written
        "no span is counted twice",
        appended,
        account);
    violations.check(
        hadLoss || isEverHeld() || account.received() >= must,
        "each span that was written is counted",
        must,
        account);
    if (vendor == simulation.vendors.get(0)) {
      checkHealthy(account, missing);
    }
  }

  /** Without faults of the disk, only what the script explains costs the healthy vendor a span that was written. */
  private void checkHealthy(LedgerSnapshot account, long missing) {
    Set<String> others =
        new HashSet<>(script.hasAny(ClockStep.class) ? Set.of("expired") : Set.of());
    others.addAll(
        simulation.invariants.isPlayed(Plugin.SLOW_SPAN)
            ? Set.of("shutdown", "unconfirmed")
            : Set.of());
    others.addAll(bitFlips > 0 ? Set.of("corrupt") : Set.of());
    long explained = 0;
    long unexplained = account.rejected();
    Set<String> reasons = hadLoss ? OF_POWER : OF_A_KILL;
    for (Map.Entry<String, Long> lost : account.droppedByReason().entrySet()) {
      explained += others.contains(lost.getKey()) ? lost.getValue() : 0;
      boolean isKnown = others.contains(lost.getKey()) || reasons.contains(lost.getKey());
      unexplained += isKnown ? 0 : lost.getValue();
    }
    violations.check(
        script.hasAny(DiskFault.class) || (missing <= explained && unexplained == 0),
        "a healthy vendor gets every span",
        missing,
        account);
    violations.check(
        script.hasAny(DiskFault.class)
            || hadLoss
            || account.droppedByReason().getOrDefault("corrupt", 0L)
                <= (long) bitFlips * script.setup().batchSpans(),
        "a bit that is turned over costs one batch",
        bitFlips,
        account);
  }

  /** Whether the disk has been well since a process started. */
  boolean isWell(MachineProcess process) {
    long now = simulation.millis();
    long begin = TimeUnit.NANOSECONDS.toMillis(process.beginNanos);
    return script.events().stream()
        .noneMatch(event -> event instanceof DiskFault fault
            && fault.atMillis() <= now
            && fault.atMillis() + fault.millis() >= begin);
  }

  private boolean isEverHeld() {
    return script.events().stream()
        .anyMatch(event -> event instanceof Kill kill && kill.heldMillis() > 0);
  }

  /** Whether the file was edited so that the vendor gets other spans, or none for a time. */
  private boolean isReloaded(String vendor) {
    return script.events().stream()
        .anyMatch(event -> event instanceof Reload reload
            && ("v" + reload.vendor()).equals(vendor)
            && reload.edit() != Edit.WINDOW
            && reload.edit() != Edit.SECRET);
  }
}
