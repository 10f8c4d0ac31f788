/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.pipeline.Fanout;
import dev.fanlight.exporters.internal.pipeline.SimulatedFanout;
import dev.fanlight.exporters.internal.send.SenderFactory;
import dev.fanlight.exporters.internal.simulation.Event.Burst;
import dev.fanlight.exporters.internal.simulation.Event.ClockStep;
import dev.fanlight.exporters.internal.simulation.Event.Close;
import dev.fanlight.exporters.internal.simulation.Event.DiskFault;
import dev.fanlight.exporters.internal.simulation.Event.Fault;
import dev.fanlight.exporters.internal.simulation.Event.Flush;
import dev.fanlight.exporters.internal.simulation.Event.Mood;
import dev.fanlight.exporters.internal.simulation.Event.Reload;
import dev.fanlight.exporters.internal.simulation.Event.Traffic;
import dev.fanlight.exporters.internal.simulation.Violations.Violation;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs a script, and checks the invariants. Used once. */
final class Simulation {

  private static final long HEAP_BYTES = 256L << 20;
  private static final long SETTLE_NANOS = TimeUnit.MINUTES.toNanos(30);
  /** For the batcher to end, which may read a slow span while the fan-out is closed. */
  private static final long LAST_SPAN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  final Script script;
  final SimulatedThreads threads;
  final SimulatedClock clock;
  final Application application;
  final Violations violations = new Violations();
  final List<SimulatedVendor> vendors = new ArrayList<>();
  private final long[] headerFaultUntilMillis;
  final SimulatedSettings settings;
  private @Nullable WatchedLog log;
  private int spansBefore;
  final Invariants invariants;

  private Simulation(Script script) {
    Setup setup = script.setup();
    this.script = script;
    this.threads = new SimulatedThreads(
        ~script.seed(), TimeUnit.MILLISECONDS.toNanos(setup.suspensionMillis()));
    this.clock = new SimulatedClock(threads, script.seed() * 0x9E3779B97F4A7C15L);
    this.application = new Application(threads, script.seed() + 1);
    for (int i = 0; i < setup.vendors().size(); i++) {
      int number = i;
      vendors.add(new SimulatedVendor(
          i,
          setup.vendors().get(i),
          script.seed() + 100 + i,
          threads,
          application::lastId,
          id -> taken(number, id)));
    }
    this.headerFaultUntilMillis = new long[vendors.size()];
    this.settings = new SimulatedSettings(
        setup,
        new SimulatedWire(application::isBroken),
        vendor -> millis() < headerFaultUntilMillis[vendor]);
    this.invariants = new Invariants(script, application, vendors, violations);
  }

  /**
   * How a simulation ended.
   *
   * @param violations empty if every invariant holds
   * @param hash over everything that happened
   * @param nanos simulated time
   */
  record Result(
      List<Violation> violations,
      long hash,
      long nanos,
      long steps,
      long switches,
      int spans,
      long requests,
      long duplicates,
      long maxDelayNanos) {}

  static Result run(Script script) throws InterruptedException {
    Simulation simulation = new Simulation(script);
    return simulation.run();
  }

  private Result run() throws InterruptedException {
    try (LogLines lines = LogLines.of(threads)) {
      String failure = threads.run(() -> {
        try {
          if (script.setup().disk() == null) {
            play(lines);
          } else {
            new Machine(this, lines).run();
          }
        } catch (InterruptedException stop) {
          throw new IllegalStateException("the main thread of a simulation was interrupted", stop);
        }
      });
      violations.check(failure.isEmpty(), kind(failure), failure);
    }
    long requests = 0;
    long duplicates = 0;
    for (SimulatedVendor vendor : vendors) {
      requests += vendor.requests();
      duplicates += vendor.fates.duplicates();
    }
    return new Result(
        violations.all(),
        threads.hash().value(),
        threads.nanos(),
        threads.steps(),
        threads.switches(),
        application.lastId(),
        requests,
        duplicates,
        invariants.maxDelayNanos());
  }

  private void play(LogLines lines) throws InterruptedException {
    Fanout fanout = open(steady -> new WatchedLog(new MemoryLog(script.setup().memoryBytes())));
    fanout.start();
    boolean isClosed = false;
    for (Event event : script.events()) {
      pauseUntil(event.atMillis());
      isClosed = event instanceof Close;
      if (isClosed) {
        break;
      }
      apply(event, fanout);
    }
    if (!isClosed) {
      pauseUntil(script.lastMillis());
      application.stop();
      settle(fanout);
    }
    close(fanout, lines, !isClosed);
  }

  /** Opens the fan-out of a process. */
  Fanout open(Function<Clock, WatchedLog> opening) {
    spansBefore = application.lastId();
    SenderFactory senderFactory = new SenderFactory(
        protocol -> transport -> new RoutedTransport(vendors),
        (vendor, to, how, nanos) -> {},
        clock);
    return SimulatedFanout.open(
        settings.current(),
        Map.of(),
        steady -> log = opening.apply(steady),
        senderFactory,
        HEAP_BYTES,
        clock);
  }

  void apply(Event event, Fanout fanout) throws InterruptedException {
    if (event instanceof Traffic traffic) {
      threads.make("traffic", () -> application.endSpans(fanout, traffic)).start();
    } else if (event instanceof Burst burst) {
      threads
          .make("burst", () -> application.endSpans(fanout, burst.spans(), burst.bytes()))
          .start();
    } else if (event instanceof Mood mood) {
      vendors.get(mood.vendor()).add(mood);
    } else if (event instanceof Fault fault) {
      apply(fault);
    } else if (event instanceof ClockStep step) {
      clock.step(TimeUnit.MILLISECONDS.toNanos(step.byMillis()));
    } else if (event instanceof Flush flush) {
      threads.make("flush", () -> flush(fanout, flush)).start();
    } else if (event instanceof Reload reload) {
      reload(fanout, reload);
    }
  }

  private void apply(Fault fault) {
    long until = fault.atMillis() + fault.millis();
    switch (fault.plugin()) {
      case HEADERS -> headerFaultUntilMillis[fault.vendor()] = until;
      case SPAN -> application.breakSpansUntil(until);
      case WIRE -> application.breakEncodingUntil(until);
      case SLOW_SPAN -> application.slowSpansUntil(until);
    }
  }

  private void reload(Fanout fanout, Reload reload) throws InterruptedException {
    settings.edit(reload.vendor(), reload.edit());
    long begin = threads.nanos();
    try {
      fanout.apply(settings.current());
    } catch (IllegalStateException e) {
      boolean isSlow =
          script.setup().suspensionMillis() > 0 || invariants.isPlayed(Event.Plugin.SLOW_SPAN);
      violations.check(isSlow, "a reload failed", e);
    }
    invariants.checkReload(threads.nanos() - begin);
  }

  private void flush(Fanout fanout, Flush flush) {
    int lastId = application.lastId();
    boolean isOnDisk = script.setup().disk() != null;
    long waiting = isOnDisk ? Integer.MAX_VALUE : lastId - vendors.get(0).fates.taken();
    int first = spansBefore + 1;
    long begin = threads.nanos();
    try {
      List<String> late = fanout.flush(Duration.ofMillis(flush.timeoutMillis()));
      long nanos = threads.nanos() - begin;
      boolean isHealthyLate = late.contains("v0");
      invariants.checkFlush(nanos, flush, waiting, isHealthyLate);
      boolean isKnown = fanout.queueSnapshot().refused() == 0 && !script.hasAny(DiskFault.class);
      if (!isHealthyLate && isKnown) {
        invariants.checkFlushed(first, lastId);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void taken(int vendor, long id) {
    log().look();
    invariants.taken(vendor, id, threads.nanos());
  }

  /** All vendors are well from now on, and nothing comes any more: everything must end soon. */
  void settle(Fanout fanout) {
    vendors.forEach(SimulatedVendor::recover);
    long end = threads.nanos() + SETTLE_NANOS;
    while (!isSettled(fanout) && threads.nanos() < end) {
      pause(SECOND_NANOS);
    }
    violations.check(
        isSettled(fanout), "spans are stuck", fanout.ledgerSnapshots(), fanout.queueSnapshot());
  }

  /** The part of a failure that is the same at any time and on any thread. */
  private static String kind(String failure) {
    int end = 0;
    while (end < failure.length() && "0123456789:;".indexOf(failure.charAt(end)) < 0) {
      end++;
    }
    return failure.substring(0, end);
  }

  static boolean isSettled(Fanout fanout) {
    boolean isSettled = fanout.queueSnapshot().queued() == 0;
    for (LedgerSnapshot account : fanout.ledgerSnapshots()) {
      isSettled &= account.buffered() == 0;
    }
    return isSettled;
  }

  private void close(Fanout fanout, LogLines lines, boolean isStopped) throws InterruptedException {
    long begin = threads.nanos();
    int lastId = application.lastId();
    boolean isIdle = isSettled(fanout) && lastId == fanout.queueSnapshot().ended() && isStopped;
    invariants.checkLosses(fanout.ledgerSnapshots(), lines);
    List<SimulatedVendor> due = waitingVendors(fanout);
    long[] before = due.stream().mapToLong(SimulatedVendor::requests).toArray();
    invariants.closing();
    fanout.close();
    List<LedgerSnapshot> accounts = fanout.ledgerSnapshots();
    for (int i = 0; i < before.length; i++) {
      invariants.checkLastChance(due.get(i), before[i], accountOf(due.get(i), accounts));
    }
    invariants.checkClose(threads.nanos() - begin, isIdle);
    application.stop();
    invariants.checkRefusals(fanout.queueSnapshot(), application.lastId() - lastId);
    invariants.checkAtTheEnd(fanout.queueSnapshot(), accounts, lines, log().largest());
    pause(LAST_SPAN_NANOS);
    violations.check(
        accounts.equals(fanout.ledgerSnapshots()),
        "the ledger does not change after close",
        fanout.ledgerSnapshots());
    violations.check(
        threads.aliveThreads() == 1, "threads are left after close", threads.aliveThreads());
  }

  private static LedgerSnapshot accountOf(SimulatedVendor vendor, List<LedgerSnapshot> accounts) {
    return accounts.stream()
        .filter(account -> account.vendor().equals(vendor.name))
        .findFirst()
        .orElseThrow();
  }

  WatchedLog log() {
    return Objects.requireNonNull(log);
  }

  /** Returns the vendors of the file for which spans wait, none of them in a request. */
  List<SimulatedVendor> waitingVendors(Fanout fanout) {
    List<SimulatedVendor> due = new ArrayList<>();
    for (LedgerSnapshot account : fanout.ledgerSnapshots()) {
      int number = Integer.parseInt(account.vendor().substring(1));
      boolean isInTheFile = !account.state().equals(LedgerSnapshot.State.STOPPED)
          && !account.state().equals(LedgerSnapshot.State.DRAINING);
      if (account.buffered() > 0
          && isInTheFile
          && !vendors.get(number).isBusy()
          && millis() >= headerFaultUntilMillis[number]) {
        due.add(vendors.get(number));
      }
    }
    return due;
  }

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(threads.nanos());
  }

  void pauseUntil(long millis) {
    pause(TimeUnit.MILLISECONDS.toNanos(millis) - threads.nanos());
  }

  void pause(long nanos) {
    long end = threads.nanos() + nanos;
    while (threads.nanos() < end) {
      threads.sleep("script", end - threads.nanos());
    }
  }
}
