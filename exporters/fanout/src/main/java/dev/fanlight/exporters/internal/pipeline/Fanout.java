/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.lane.JoinSettings;
import dev.fanlight.exporters.internal.lane.Lane;
import dev.fanlight.exporters.internal.lane.LaneReading;
import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.log.disk.DeferredLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.send.RequestTimes;
import dev.fanlight.exporters.internal.send.SenderFactory;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.MessageLogger;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.VendorStatus;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The running fan-out: one queue, one batcher, one log, a lane for each vendor.
 *
 * <p>{@link #onEnd}, {@link #ledgerSnapshots} and {@link #queueSnapshot} are safe on any thread; {@link #start}, {@link #apply} and
 * {@link #close} are called one at a time.
 */
public final class Fanout {

  /*
   * Threads: application threads only offer to the queue. The batcher alone reads it, writes the views, and switches
   * lanes, so that each batch belongs wholly to one set of vendors. Each lane has its own senders. Lanes that leave
   * the file drain (DrainingLanes); Closing ends all of it.
   */

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");

  private static final Duration LONGEST_BATCH = Duration.ofSeconds(5);

  private final FanoutSettings settings;
  private final Clock clock;
  private final SpanQueue queue;
  private final Batcher batcher;
  private final BatchLog log;
  private final ViewWriters views;
  private final Transports transports;
  private final SenderFactory senderFactory;

  /** The newest lane of each vendor: the vendors of the file in its order, then removed vendors. */
  private volatile Map<String, Lane> lanes = Map.of();

  private final DrainingLanes draining;

  private final Map<String, Ledger> ledgersBefore;

  private @Nullable ReceivedSpanIntake
      intake; // made for the first source of spans: most applications have none

  private volatile long waitingAtStart;

  /**
   * A fan-out, not started; touches no network.
   *
   * @param ledgersBefore the accounts of vendors that one before this had, to go on with
   * @param times hears of every request
   * @param filter of the application, before the rules of all vendors; null for none
   */
  public Fanout(
      FanoutSettings settings,
      Map<String, Ledger> ledgersBefore,
      RequestTimes times,
      Clock wallClock,
      @Nullable ExportFilter filter) {
    this(
        settings,
        ledgersBefore,
        steady -> open(settings, steady),
        transports -> new SenderFactory(transports, times, wallClock),
        HeapBudget.ofThisJvm(),
        filter,
        wallClock);
  }

  private static BatchLog open(FanoutSettings settings, Clock clock) {
    return settings.disk().isPresent()
        ? DeferredLog.open(settings.disk().get(), settings.bufferBytes(), clock)
        : new MemoryLog(settings.bufferBytes());
  }

  /** A fan-out over any log, opened with our clock; the fan-out closes it. */
  Fanout(
      FanoutSettings settings,
      Map<String, Ledger> ledgersBefore,
      RequestTimes times,
      Function<Clock, BatchLog> opening,
      Clock wallClock) {
    this(
        settings,
        ledgersBefore,
        opening,
        transports -> new SenderFactory(transports, times, wallClock),
        HeapBudget.ofThisJvm(),
        null,
        wallClock);
  }

  /** A fan-out over any log and any senderFactory, with given shares of the heap. */
  Fanout(
      FanoutSettings settings,
      Map<String, Ledger> ledgersBefore,
      Function<Clock, BatchLog> opening,
      Function<Transports, SenderFactory> senderFactory,
      HeapBudget budget,
      @Nullable ExportFilter filter,
      Clock wallClock) {
    this.ledgersBefore = Map.copyOf(ledgersBefore);
    this.settings = settings;
    this.clock = new SteadyClock(wallClock);
    this.queue = new SpanQueue(settings.queueCapacity(), settings.batchSpans());
    this.log = opening.apply(clock);
    this.views = new ViewWriters(settings.batchBytes(), log, clock, filter);
    this.batcher =
        new Batcher(queue, settings.batchDelay(), clock, views, this::startLanes, budget);
    this.transports = new Transports(clock);
    this.draining = new DrainingLanes(clock);
    this.senderFactory = senderFactory.apply(transports);
  }

  private boolean hasVendors() {
    return !lanes.isEmpty();
  }

  /** The way in for spans that were received from other processes. */
  synchronized ReceivedSpanIntake intake() {
    if (intake == null) {
      intake = new ReceivedSpanIntake(
          queue, batcher, log, settings.disk().isPresent(), this::hasVendors, clock);
    }
    return intake;
  }

  /** Opens a lane for each vendor and starts all threads. */
  public void start() {
    List<Lane> opened = new ArrayList<>();
    for (LaneSettings wanted : settings.lanes()) {
      Lane lane = open(wanted);
      if (lane != null) {
        opened.add(lane);
      }
    }
    views.serve(opened);
    lanes = byName(opened, Map.of());
    log.forgetAllBut(settings.names());
    waitingAtStart = waiting();
    batcher.start();
  }

  /**
   * Starts some twenty threads, and no application thread waits for that; on the batcher's thread, as its first act.
   */
  private void startLanes() {
    for (Lane lane : lanes.values()) {
      lane.start();
    }
  }

  private long waiting() {
    long spans = 0;
    for (LedgerSnapshot account : ledgerSnapshots()) {
      spans += account.buffered();
    }
    return spans;
  }

  /** Returns the spans that earlier processes left; a span of several vendors counts for each of them. */
  public long waitingAtStart() {
    return waitingAtStart;
  }

  /** Takes a span that has ended: one offer to a queue. Any thread; never blocks, never throws. */
  public void onEnd(ReadableSpan span) {
    try {
      if (span.getSpanContext().isSampled()) {
        queue.offer(span);
      }
    } catch (Throwable ignored) {
      // a span of foreign make that does not tell whether it is sampled: it is no concern of the
      // application
    }
  }

  /**
   * Switches to another set of vendors between two batches. A lane with an unchanged destination keeps its cursor and
   * ledger; a lane that is removed, or has another destination now, sends its batches for a while. A vendor that
   * cannot be built as wanted goes on as it is.
   */
  public void apply(FanoutSettings wanted) throws InterruptedException {
    Map<String, Lane> running = new LinkedHashMap<>(lanes);
    running.values().removeIf(Lane::isLeaving);
    LaneSetPlan plan = LaneSetPlan.of(settings(running.values()), wanted.lanes());
    LaneSwitch prepared = prepared(plan, running); // all that may fail comes first
    try {
      batcher.betweenBatches(() -> make(prepared), LONGEST_BATCH);
    } catch (IllegalStateException | InterruptedException e) {
      discard(prepared.opened());
      throw e;
    }
    if (!wanted.isLaidOutAs(settings)) {
      LOGGER.log(
          Level.WARNING,
          "queue, batch, buffer and shutdown_timeout were changed; they take effect when the application starts next");
    }
  }

  private static List<LaneSettings> settings(Collection<Lane> running) {
    List<LaneSettings> settings = new ArrayList<>();
    for (Lane lane : running) {
      settings.add(lane.settings());
    }
    return settings;
  }

  /** Opens and prepares the lanes of a plan; a vendor that cannot be built as wanted goes on as it is. */
  private LaneSwitch prepared(LaneSetPlan plan, Map<String, Lane> running) {
    List<Lane> next = new ArrayList<>();
    List<Lane> opened = new ArrayList<>();
    List<Runnable> updates = new ArrayList<>();
    Map<String, Lane> leaving = new LinkedHashMap<>(running);
    for (LaneSetPlan.Entry entry : plan.entries()) {
      LaneSettings wanted = entry.wanted();
      boolean isChanged = entry.step() == LaneSetPlan.Step.CHANGE;
      Lane fresh = isChanged ? null : open(wanted);
      if (fresh != null) {
        opened.add(fresh);
        next.add(fresh);
        continue;
      }
      Lane kept = leaving.remove(wanted.name());
      if (kept != null) {
        next.add(kept);
        updates.add(isChanged ? prepared(kept, wanted) : () -> {});
      }
    }
    return new LaneSwitch(next, opened, updates, leaving.values());
  }

  /** Makes the switch, between two batches; cannot fail. */
  private void make(LaneSwitch prepared) {
    draining.expect(prepared.leaving());
    prepared.leaving().forEach(Lane::leave);
    prepared.updates().forEach(Runnable::run);
    views.serve(prepared.next());
    lanes = byName(prepared.next(), lanes);
    prepared.opened().forEach(Lane::start);
    prepared.leaving().forEach(draining::start);
  }

  /** Prepares the switch of a lane that continues; returns an empty action if its new settings cannot be used. */
  private Runnable prepared(Lane running, LaneSettings wanted) {
    if (!prepared(wanted)) {
      return () -> {};
    }
    try {
      return running.prepare(wanted);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // a plugin's, of any kind: it costs this vendor
      report(wanted, e);
      return () -> {};
    }
  }

  /** Discards lanes that were opened in vain: they leave no connection, and their batches stay in the log. */
  private void discard(List<Lane> opened) throws InterruptedException {
    for (Lane lane : opened) {
      if (!lanes.containsValue(lane)) { // else the change had begun, and it serves
        lane.abort();
        lane.keepTheRest(clock.nanoTime());
        lane.bookTheRest(DropReason.VENDOR_REMOVED, clock.nanoTime());
      }
    }
  }

  /** Lanes that wait for better credentials try at once. */
  public void tryAgain() {
    lanes.values().forEach(lane -> lane.prepare(lane.settings()).run());
  }

  private @Nullable Lane open(LaneSettings lane) {
    Lane before = lanes.get(lane.name());
    Ledger ledger = before == null
        ? ledgersBefore.getOrDefault(lane.name(), new Ledger(lane.name()))
        : before.ledger();
    if (!prepared(lane)) {
      return null;
    }
    try {
      JoinSettings joins = new JoinSettings(settings.batchSpans(), settings.batchBytes());
      return Lane.open(lane, ledger, log, senderFactory, joins, clock);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // a plugin's, of any kind: it costs this vendor
      report(lane, e);
      return null;
    }
  }

  private boolean prepared(LaneSettings lane) {
    try {
      views.prepare(View.of(lane));
      return true;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) { // a plugin's, of any kind: it costs this vendor
      report(lane, e);
      return false;
    }
  }

  private static void report(LaneSettings lane, Throwable e) {
    LOGGER.log(
        Level.SEVERE,
        "vendor \"" + lane.name() + "\" cannot be built as the file says: "
            + ForeignText.ownMessage(e)
            + ". If it ran before, it goes on as it was; the other vendors are not affected.");
  }

  private static Map<String, Lane> byName(List<Lane> current, Map<String, Lane> earlier) {
    Map<String, Lane> all = new LinkedHashMap<>();
    for (Lane lane : current) {
      all.put(lane.settings().name(), lane);
    }
    for (Lane lane : earlier.values()) {
      all.putIfAbsent(lane.settings().name(), lane);
    }
    return Collections.unmodifiableMap(all);
  }

  /** Returns the ledger of every vendor: the vendors of the file in its order, then the vendors that left. */
  public List<LedgerSnapshot> ledgerSnapshots() {
    Map<String, Lane> now = lanes;
    List<LedgerSnapshot> accounts = new ArrayList<>();
    for (Lane lane : now.values()) {
      accounts.add(lane.account());
    }
    for (Map.Entry<String, Ledger> before : ledgersBefore.entrySet()) {
      if (!now.containsKey(before.getKey())) {
        accounts.add(before.getValue().account(LedgerSnapshot.State.STOPPED));
      }
    }
    return List.copyOf(accounts);
  }

  /** Returns the rates and the backlog of the running vendors. */
  public List<VendorStatus> vendorStatuses() {
    List<VendorStatus> statuses = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      statuses.add(lane.status());
    }
    return List.copyOf(statuses);
  }

  /** Returns the counts at this moment. */
  public FanoutSample sample() {
    return new FanoutSample(ledgerSnapshots(), queueSnapshot(), batches(), logBytes());
  }

  /** Returns the state at this moment, for a status page. */
  public FanoutReading reading() {
    List<LaneReading> readings = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      readings.add(lane.reading());
    }
    DiskSettings disk = log.isOnDisk() ? settings.disk().orElse(null) : null;
    return new FanoutReading(
        sample(),
        readings,
        List.copyOf(namesByView().values()),
        disk == null ? "" : disk.shownFolder(),
        disk == null ? settings.bufferBytes() : disk.limitInBytes());
  }

  private long batches() {
    return batcher.batches();
  }

  /** A batch is stored once for each view. On disk, the vendor of a view with most of its bytes stands for the view. */
  private long logBytes() {
    if (!log.isOnDisk()) {
      return log.sizeInBytes();
    }
    Map<View, Long> bytes = new HashMap<>();
    for (Lane lane : lanes.values()) {
      bytes.merge(View.of(lane.settings()), lane.status().bufferedBytes(), Math::max);
    }
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<View, List<String>> namesByView() {
    Map<View, List<String>> names = new LinkedHashMap<>();
    for (Lane lane : lanes.values()) {
      if (!lane.isLeaving()) {
        names
            .computeIfAbsent(View.of(lane.settings()), view -> new ArrayList<>())
            .add(lane.settings().name());
      }
    }
    return names;
  }

  /** The ledger of every vendor ever seen, by name. */
  public Map<String, Ledger> ledgers() {
    Map<String, Ledger> ledgers = new LinkedHashMap<>(ledgersBefore);
    lanes.forEach((name, lane) -> ledgers.put(name, lane.ledger()));
    return ledgers;
  }

  /** Returns the counts of spans offered, queued and refused before any vendor is involved. */
  public QueueSnapshot queueSnapshot() {
    return queue.queueSnapshot();
  }

  /**
   * Sends the queued spans, and waits for it: for each lane that is up until its vendor has answered for all of them;
   * a lane that is down fails at once.
   *
   * @return the vendors that have not answered for everything; empty where the flush succeeded
   */
  public List<String> flush(Duration timeout) throws InterruptedException {
    long deadline = clock.nanoTime() + timeout.toNanos();
    List<Lane> now = List.copyOf(lanes.values());
    if (!batcher.flush(deadline)) {
      return now.stream().map(lane -> lane.settings().name()).toList();
    }
    Map<Lane, Long> ends = new LinkedHashMap<>();
    now.forEach(lane -> ends.put(lane, lane.end()));
    List<String> late = new ArrayList<>();
    for (Map.Entry<Lane, Long> lane : ends.entrySet()) {
      if (!lane.getKey().awaitSettled(lane.getValue(), deadline)) {
        late.add(lane.getKey().settings().name());
      }
    }
    return late;
  }

  /**
   * Sends everything that waits now, and goes on: waits are cut short, and a vendor that is down gets one more attempt.
   *
   * @param timeout maximum time for all of it
   */
  public void drain(Duration timeout) throws InterruptedException {
    long deadline = clock.nanoTime() + timeout.toNanos();
    Map<Lane, Long> hastened = new LinkedHashMap<>();
    batcher.flush(deadline);
    allLanes().forEach(lane -> hastened.put(lane, lane.hasten()));
    for (Map.Entry<Lane, Long> lane : hastened.entrySet()) {
      lane.getKey().awaitDrained(lane.getValue(), deadline);
    }
    log.awaitWritten(Duration.ofNanos(Math.max(0, deadline - clock.nanoTime())));
  }

  /** Writes the last line of a process that ends while the fan-out is open; no line if every span was delivered. */
  public void tellUndelivered() {
    LastLine lastLine = new LastLine("the JVM ends");
    boolean survives = log.isOnDisk();
    for (Lane lane : allLanes()) {
      String name = lane.settings().name();
      long buffered = lane.account().buffered();
      lastLine.addKept(name, survives ? buffered : 0);
      lastLine.addLost(name, survives ? 0 : buffered, lane.ledger().losses(), lane.lastReason());
    }
    QueueSnapshot intake = queueSnapshot();
    Map<String, Long> refused = new TreeMap<>(intake.refusedByReason());
    if (intake.queued() > 0) {
      refused.put("queued", intake.queued());
    }
    lastLine.setRefused(refused);
    lastLine.write(log.place());
  }

  /** Returns true if buffered batches survive the process. */
  public boolean isOnDisk() {
    return log.isOnDisk();
  }

  /** The shutdown timeout that the file says. */
  public Duration shutdownTimeout() {
    return settings.shutdownTimeout();
  }

  /**
   * Sends spans within the timeout, books the rest, and stops everything; idempotent. To be called on a thread that is
   * never interrupted.
   */
  public void close(Duration timeout) throws InterruptedException {
    List<Lane> ofTheFile =
        lanes.values().stream().filter(lane -> !draining.has(lane)).toList();
    new ShutdownSequence(settings, clock, queue, batcher, views, transports, log)
        .close(allLanes(), ofTheFile, timeout);
  }

  /** Closes within the shutdown timeout of the file. */
  public void close() throws InterruptedException {
    close(settings.shutdownTimeout());
  }

  private List<Lane> allLanes() {
    List<Lane> all = new ArrayList<>(lanes.values());
    draining.lanes().stream().filter(lane -> !all.contains(lane)).forEach(all::add);
    return all;
  }

  /**
   * A plan of which everything that may fail is done.
   *
   * @param next all lanes that serve from the switch on, in the order of the file
   * @param opened the lanes among them that are not started yet
   * @param updates make the lanes that continue use their new settings
   * @param leaving the lanes that take no new batches from the switch on
   */
  private record LaneSwitch(
      List<Lane> next, List<Lane> opened, List<Runnable> updates, Collection<Lane> leaving) {}
}
