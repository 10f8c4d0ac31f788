/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.pipeline.ExportFilter;
import dev.fanlight.exporters.internal.pipeline.Fanout;
import dev.fanlight.exporters.internal.pipeline.FanoutReading;
import dev.fanlight.exporters.internal.pipeline.FanoutSample;
import dev.fanlight.exporters.internal.pipeline.ReceivedSpanIntake;
import dev.fanlight.exporters.internal.rules.Rules;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.telemetry.SelfMetrics;
import dev.fanlight.exporters.internal.threads.ExitHook;
import dev.fanlight.exporters.internal.threads.FanlightThread;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SpanIntake;
import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.VendorStatus;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one span processor that the application knows; behind it the fan-out and the sections of other plugins come, go
 * and change. An exception behind it never reaches the application.
 */
final class FanlightSpanProcessor implements SpanProcessor, SectionContext {

  /*
   * Application threads read `now` and `sections`, each a volatile reference to a complete object. A thread that
   * changes them (start, a new version of the file, close) holds `changing`.
   *
   * The end. The owner is the application: its tracer provider shuts this processor down, or Fanlight.close() does.
   * That closes everything, on a thread of its own (closeNow). When the JVM ends, hooks run beside each other, and the
   * owner may close late (a web server finishes its requests first) or never (a plain SDK). So our hook (drainAtExit)
   * does not close: it waits for open spans, sends the buffered spans, and reports the spans that could not be sent;
   * spans that end later are handled as before, until the owner closes. If the owner closes meanwhile, the hook waits
   * for that and leaves the last line to it; an owner that closes at the JVM's end waits for open spans as well (the
   * hook of an autoconfigured SDK closes at once, and its tracers make spans without effect as soon as shutdown() has
   * returned; so shutdown() returns late, and a request in flight keeps the spans that it starts after the signal). Both have four fifths of shutdown_timeout for the wait and the rest
   * of it for sending; spans that have ended are sent before the wait, for a span that is open on the thread that
   * called System.exit never ends.
   */

  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

  /** Longer than a shutdown takes; after it the shutdown continues without its caller. */
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(60);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Clock clock;
  private final @Nullable ExportFilter filter;
  private final SelfMetrics metrics;
  private final FlushRequests flushes = new FlushRequests(() -> flush(FLUSH_TIMEOUT));
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Now now = new Now(null, LedgerHistory.EMPTY);
  private volatile SectionProcessors sections = SectionProcessors.NONE;
  private volatile Reloads reloads;
  private volatile List<LaneSettings> vendors = List.of();
  private final StatusSnapshotFactory statusSnapshots;

  private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();
  private final OpenSpans openSpans = new OpenSpans();
  private volatile @Nullable Runnable beforeClose;
  private volatile @Nullable Runnable afterClose;

  private final ReentrantLock ending = new ReentrantLock();
  private final Condition endingChanged = ending.newCondition();

  /** The first close, from the first request for it on; all later closes wait for it. */
  private volatile @Nullable CompletableResultCode closing;

  private volatile boolean closed; // changed under `changing`

  /** Creates a processor without a fan-out and without a filter of the application. */
  FanlightSpanProcessor(Clock clock, MeterProvider meterProvider) {
    this(clock, meterProvider, null);
  }

  /**
   * Creates a processor without a fan-out.
   *
   * @param filter of the application, for each fan-out; null for none
   */
  FanlightSpanProcessor(Clock clock, MeterProvider meterProvider, @Nullable ExportFilter filter) {
    this.clock = clock;
    this.filter = filter;
    this.reloads = new Reloads(0, 0, clock.now() / 1_000_000, false);
    this.metrics =
        new SelfMetrics(meterProvider, this::queueSnapshot, this::ledgerSnapshots, this::endpoints);
    this.statusSnapshots = new StatusSnapshotFactory(clock, metrics);
  }

  /** Registers work that runs first when this is closed, by any caller. */
  void beforeClose(Runnable work) {
    beforeClose = work;
  }

  /** Registers work that runs last when this is closed, by any caller. */
  void afterClose(Runnable work) {
    afterClose = work;
  }

  // ---- the file's side ----

  /** Changes the running fan-out to the configuration; parts that are equal in both continue untouched. */
  void apply(Configuration wanted) throws InterruptedException {
    changing.lock();
    try {
      if (closed) {
        return;
      }
      Fanout running = now.fanout();
      if (!wanted.isEnabled()) {
        switchOff();
      } else if (running == null) {
        LedgerHistory history = now.history();
        Fanout started =
            new Fanout(wanted.fanout(), history.ledgers(), statusSnapshots, clock, filter);
        start(started);
        now = new Now(started, history);
      } else {
        running.apply(wanted.fanout());
      }
      vendors = wanted.fanout().lanes();
      statusSnapshots.fileApplied(wanted);
      sections = sections.changedTo(wanted.sections(), this);
    } finally {
      changing.unlock();
    }
  }

  private static void start(Fanout fanout) throws InterruptedException {
    try {
      fanout.start();
    } catch (RuntimeException | Error e) { // no thread available: end the threads that run
      fanout.close();
      throw e;
    }
  }

  @GuardedBy("changing") private void switchOff() throws InterruptedException {
    Fanout running = now.fanout();
    if (running != null) {
      running.close(); // and answers for its accounts until it is replaced, in one write
      now = new Now(null, now.history().plus(running));
      statusSnapshots.close();
    }
  }

  /** Retries at once the batches that wait for better credentials. */
  void credentialsChanged() {
    Fanout running = now.fanout();
    if (running != null) {
      running.tryAgain();
    }
  }

  /** Says which files the configuration is from. */
  void fileNamed(String documents) {
    statusSnapshots.fileNamed(documents);
  }

  /** Says which problems the newest version of the file has. */
  void fileRead(List<Problem> problems) {
    statusSnapshots.fileRead(problems);
  }

  /** Says how the newest version of the file went. */
  void reloaded(boolean applied) {
    Reloads before = reloads;
    reloads = applied
        ? new Reloads(before.applied() + 1, before.refused(), clock.now() / 1_000_000, false)
        : new Reloads(
            before.applied(), before.refused() + 1, before.lastAppliedEpochMillis(), true);
  }

  // ---- the application's side ----

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    if (!FanlightThread.isCurrent() && now.fanout() != null) {
      openSpans.started(span);
    }
    sections.onStart(parent, span);
  }

  @Override
  public boolean isStartRequired() {
    // asked once, and a section that wants starts may come with the next version of the file
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    openSpans.ended(span);
    if (FanlightThread.isCurrent()) {
      return; // our own requests, traced by an agent: they would trace themselves for ever
    }
    Fanout running = now.fanout();
    if (running != null) {
      running.onEnd(span);
    }
    sections.onEnd(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return flushes.request();
  }

  @Override
  public CompletableResultCode shutdown() {
    CompletableResultCode result = new CompletableResultCode();
    closeBegins(result);
    Runnable closing = () -> {
      try {
        closeNow();
        result.succeed();
      } catch (InterruptedException | RuntimeException | Error e) {
        result.failExceptionally(e);
      }
    };
    try {
      new FanlightThread("shutdown", closing).start();
    } catch (OutOfMemoryError noThread) {
      closing.run(); // the caller waits a few seconds, and no span is lost
    }
    keepTracerUsable();
    return result;
  }

  /** Returns once no span is open, if the JVM is ending: until this returns, the SDK starts spans below open ones. */
  private void keepTracerUsable() {
    Fanout running = now.fanout();
    if (running == null || !openSpans.hasRecent() || !ExitHook.isJvmEnding()) {
      return;
    }
    try {
      awaitOpenSpans(clock.nanoTime() + waitForOpenSpans(running), true);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the share of the shutdown time-out for the wait; the rest is for sending. */
  private static long waitForOpenSpans(Fanout running) {
    long timeout = running.shutdownTimeout().toNanos();
    return timeout - timeout / 5;
  }

  private void closeBegins(CompletableResultCode result) {
    ending.lock();
    try {
      closing = closing == null ? result : closing;
      endingChanged.signalAll();
    } finally {
      ending.unlock();
    }
  }

  /** The vendors that have not answered for everything within the time-out. */
  List<String> flush(Duration timeout) throws InterruptedException {
    long deadline = clock.nanoTime() + timeout.toNanos();
    Fanout running = now.fanout();
    List<String> late = running == null ? List.of() : running.flush(timeout);
    flushSections(deadline);
    return late;
  }

  private void flushSections(long deadlineNanos) {
    for (CompletableResultCode section : sections.flush().toList()) {
      section.join(Math.max(0, deadlineNanos - clock.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Sends spans within the shutdown timeout and stops everything; idempotent. The work is done on its own thread, so
   * that an interrupt of the caller ends only the caller's wait.
   */
  @Override
  public void close() {
    shutdown().join(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void closeNow() throws InterruptedException {
    run(beforeClose);
    changing.lockInterruptibly();
    try {
      if (!closed) {
        closed = true;
        Fanout running = now.fanout();
        if (running != null) {
          close(running); // and stays, to count spans that come too late
        }
        sections = sections.changedTo(List.of(), this);
        metrics.close();
        statusSnapshots.close();
      }
    } finally {
      changing.unlock();
      run(afterClose);
    }
  }

  private static void run(@Nullable Runnable work) {
    if (work != null) {
      work.run();
    }
  }

  private void close(Fanout running) throws InterruptedException {
    long end = clock.nanoTime() + running.shutdownTimeout().toNanos();
    if (ExitHook.isJvmEnding()) {
      long lastOpen = clock.nanoTime() + waitForOpenSpans(running);
      drainBesideOpenSpans(running, lastOpen);
      awaitOpenSpans(lastOpen, true);
    }
    running.close(remaining(end));
  }

  /** Does the work of the exit hook: sends all spans that the application still ends, and closes no part. */
  void drainAtExit() {
    try {
      Fanout running = now.fanout();
      if (running != null) {
        drainAtExit(running);
      } else {
        flushSections(clock.nanoTime() + FLUSH_TIMEOUT.toNanos());
      }
      CompletableResultCode ownersClose = closing;
      if (ownersClose != null) {
        ownersClose.join(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      } else if (running != null) {
        running.tellUndelivered();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void drainAtExit(Fanout running) throws InterruptedException {
    long end = clock.nanoTime() + running.shutdownTimeout().toNanos();
    long lastOpen = end - running.shutdownTimeout().toNanos() / 5;
    drainBesideOpenSpans(running, lastOpen);
    do {
      awaitOpenSpans(lastOpen, false);
      if (closing == null) {
        running.drain(remaining(end));
      }
    } while (closing == null && openSpans.hasRecent() && clock.nanoTime() - lastOpen < 0);
    if (closing == null) {
      flushSections(end);
    }
  }

  /**
   * Sends the spans that have ended while other spans are open: a span that never ends must not cost them their time.
   */
  private void drainBesideOpenSpans(Fanout running, long deadlineNanos)
      throws InterruptedException {
    if (openSpans.hasRecent()) {
      running.drain(remaining(deadlineNanos));
    }
  }

  /**
   * Waits until no span is open that started within the last minute.
   *
   * @param isOwner whether to go on waiting although a close has begun
   */
  private void awaitOpenSpans(long deadlineNanos, boolean isOwner) throws InterruptedException {
    ending.lockInterruptibly();
    try {
      long left = deadlineNanos - clock.nanoTime();
      while (left > 0 && (isOwner || closing == null) && openSpans.hasRecent()) {
        endingChanged.awaitNanos(Math.min(left, LOOK_NANOS));
        left = deadlineNanos - clock.nanoTime();
      }
    } finally {
      ending.unlock();
    }
  }

  private Duration remaining(long untilNanos) {
    return Duration.ofNanos(Math.max(0, untilNanos - clock.nanoTime()));
  }

  // ---- questions of sections and the application ----

  @Override
  public List<LedgerSnapshot> ledgerSnapshots() {
    Now snapshot = now;
    Fanout running = snapshot.fanout();
    return running == null ? snapshot.history().ledgerSnapshots() : running.ledgerSnapshots();
  }

  @Override
  public List<VendorStatus> vendorStatuses() {
    Fanout running = now.fanout();
    return running == null ? List.of() : running.vendorStatuses();
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> factory) {
    return type.cast(shared.computeIfAbsent(type, missing -> factory.get()));
  }

  @Override
  public SpanIntake spanIntake() {
    return (spans, timeout) -> ReceivedSpanIntake.take(now.fanout(), spans, timeout);
  }

  /** Returns the counts now; null if there is no fan-out. */
  @Nullable FanoutSample sample() {
    Fanout running = now.fanout();
    return running == null || closed ? null : running.sample();
  }

  @Override
  public StatusSnapshot status() {
    Now snapshot = now;
    Fanout running = snapshot.fanout();
    FanoutReading reading = running == null ? snapshot.history().reading() : running.reading();
    StatusSnapshot.State state = running == null ? null : StatusSnapshot.State.RUNNING;
    return statusSnapshots.create(
        this::sample, reading, closed ? StatusSnapshot.State.CLOSED : state, reloads);
  }

  /** Returns the vendors of the newest version of the file that do not run; empty if there is no fan-out. */
  Set<String> leftOut() {
    Fanout running = now.fanout();
    if (running == null || closed) {
      return Set.of();
    }
    Set<String> vendorsThatRun = new HashSet<>();
    for (LedgerSnapshot ledger : running.ledgerSnapshots()) {
      if (ledger.state() != LedgerSnapshot.State.DRAINING
          && ledger.state() != LedgerSnapshot.State.STOPPED) {
        vendorsThatRun.add(ledger.vendor());
      }
    }
    return statusSnapshots.leftOut(vendorsThatRun);
  }

  /** Where the vendors of the file are, as far as metrics may show it. */
  Map<String, URI> endpoints() {
    Map<String, URI> endpoints = new LinkedHashMap<>();
    for (LaneSettings vendor : vendors) {
      URI shown = vendor.shownEndpoint();
      if (shown != null) {
        endpoints.put(vendor.name(), shown);
      }
    }
    return endpoints;
  }

  /** Returns the keys of the running sections: the sections of the file without those that failed to start. */
  List<String> runningSections() {
    return sections.keys();
  }

  /** Returns true if buffered batches survive the process. */
  boolean isOnDisk() {
    Fanout running = now.fanout();
    return running != null && running.isOnDisk();
  }

  /**
   * Returns the spans that were buffered when the lanes started; a span of several vendors counts for each of them.
   */
  long waitingAtStart() {
    Fanout running = now.fanout();
    return running == null ? 0 : running.waitingAtStart();
  }

  /** Returns the unsettled spans of all vendors; a span of several vendors counts for each of them. */
  long waiting() {
    return ledgerSnapshots().stream().mapToLong(LedgerSnapshot::buffered).sum();
  }

  @Override
  public QueueSnapshot queueSnapshot() {
    Now snapshot = now;
    Fanout running = snapshot.fanout();
    return running == null
        ? snapshot.history().queueSnapshot()
        : snapshot.history().queueWith(running.queueSnapshot());
  }

  @Override
  public Reloads reloads() {
    return reloads;
  }

  @Override
  public double highestSamplingRate() {
    return vendors.stream().mapToDouble(vendor -> vendor.rules().sample()).max().orElse(1);
  }

  @Override
  public Map<String, String> traceLinks(SpanContext span) {
    Map<String, String> links = new LinkedHashMap<>();
    for (LaneSettings vendor : vendors) {
      String template = vendor.vendor().traceLink();
      if (template != null && Rules.samples(vendor.rules(), span)) {
        links.put(vendor.name(), template.replace("{trace_id}", span.getTraceId()));
      }
    }
    return links;
  }

  /**
   * The running fan-out and the history before it.
   *
   * @param fanout null while switched off
   * @param history of the fan-outs that are closed
   */
  private record Now(@Nullable Fanout fanout, LedgerHistory history) {}
}
