/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The actions behind the buttons of the page. {@link #press} and {@link #state} on any thread; actions are done one
 * after the other, on a thread of its own.
 */
final class PageActions implements AutoCloseable {
  private static final Duration FAULT = Duration.ofSeconds(20);
  private static final Duration REFUSAL = Duration.ofMinutes(1);
  private static final Duration SPANS_COME = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Set<String> OTLP = Set.of("receiver", "second");
  private static final Set<String> BUTTONS =
      Set.of("dns", "timeout", "hang", "key", "swap", "kill", "release");
  private static final String FIXED = "1.1.0";
  private static final int MOST_NOTES = 12;

  private final DemoProcesses stage;
  private final ShopMetrics metrics;
  private final LoadGenerator load;
  private final DemoHttpClient http;
  private final ProcessPorts place;
  private final MonotonicClock ticker;
  private final BlockingQueue<String> pressed = new ArrayBlockingQueue<>(4);
  private final Thread thread = new Thread(this::work, "demo-page-actions");
  private volatile boolean closing;
  private volatile boolean isOpen;
  private volatile String running = "";
  private volatile String version = "1.0.0";
  private volatile long releasedAt;
  private volatile String refusedKey = "";
  private int keys = 1; // of the actions' thread

  @GuardedBy("this") private final Map<String, Long> untilMillis = new TreeMap<>();

  @GuardedBy("this") private final List<Note> notes = new ArrayList<>();

  /** A sentence about something that was done, with its time in milliseconds of the epoch. */
  record Note(long at, String text) {}

  /**
   * The state of the buttons.
   *
   * @param isOpen whether buttons may be pressed
   * @param running the action that is being done; empty if there is none
   * @param untilMillis ends of the faults that are on
   * @param keyRefused whether the second vendor refuses the key of the files
   * @param otlp the second vendor in the files
   * @param version {@code service.version} of the backend
   * @param releasedAt start of this version in milliseconds of the epoch; 0 for the first
   */
  record State(
      boolean isOpen,
      String running,
      Map<String, Long> untilMillis,
      boolean keyRefused,
      String otlp,
      String version,
      long releasedAt,
      List<Note> notes) {}

  PageActions(
      DemoProcesses stage,
      ShopMetrics metrics,
      LoadGenerator load,
      DemoHttpClient http,
      ProcessPorts place,
      MonotonicClock ticker) {
    this.stage = stage;
    this.metrics = metrics;
    this.load = load;
    this.http = http;
    this.place = place;
    this.ticker = ticker;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets buttons be pressed, from the end of the demo's own script on. */
  void open() {
    isOpen = true;
  }

  /** Queues an action; returns false if there is no such button, it is closed, or too many actions wait. */
  boolean press(String button) {
    return BUTTONS.contains(button) && isOpen && !closing && pressed.offer(button);
  }

  synchronized State state() {
    untilMillis.values().removeIf(until -> until <= ticker.millis());
    return new State(
        isOpen && !closing,
        running,
        Map.copyOf(untilMillis),
        !refusedKey.isEmpty(),
        stage.otlp(),
        version,
        releasedAt,
        List.copyOf(notes));
  }

  synchronized void note(String text) {
    notes.add(new Note(ticker.millis(), text));
    if (notes.size() > MOST_NOTES) {
      notes.remove(0);
    }
  }

  private void work() {
    while (!closing) {
      try {
        String button = pressed.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (button != null) {
          running = button;
          act(button);
        }
      } catch (IOException | RuntimeException e) {
        note("That did not work: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        running = "";
      }
    }
  }

  private void act(String button) throws IOException {
    switch (button) {
      case "dns" ->
        failAccounts(
            "dns",
            "The account service sends regular customers to a host name"
                + " that does not exist, for 20 s.");
      case "timeout" ->
        failAccounts(
            "timeout",
            "The account service sends one regular customer in"
                + " five to a host that does not answer, for 20 s.");
      case "hang" -> hang();
      case "key" -> changeKey();
      case "swap" -> swap();
      case "kill" -> kill();
      case "release" -> release();
      default -> throw new IllegalArgumentException("there is no button " + button);
    }
  }

  private void failAccounts(String kind, String words) throws IOException {
    http.post(place.account().at("/fault?kind=" + kind + "&millis=" + FAULT.toMillis()));
    startFault(kind);
    note(words);
  }

  private synchronized void startFault(String button) {
    untilMillis.put(button, ticker.millis() + FAULT.toMillis());
  }

  private void hang() throws IOException {
    current().hang(FAULT);
    startFault("hang");
    note("The vendor " + stage.otlp() + " takes connections and answers no request, for 20 s.");
  }

  private ReceiverVendor current() {
    return new ReceiverVendor(
        http, stage.otlp().equals("second") ? place.secondAt("/") : place.receiverAt("/"));
  }

  private void changeKey() throws IOException {
    if (refusedKey.isEmpty()) {
      keys++;
      refusedKey = "key-" + keys;
      current().requireKey(refusedKey);
      note("The vendor " + stage.otlp() + " refuses the key in the files.");
    } else {
      stage.useKey(refusedKey);
      refusedKey = "";
      note("The new key is in the files of all services; nothing was restarted.");
    }
  }

  private void swap() throws IOException {
    String before = stage.otlp();
    String after = before.equals("second") ? "receiver" : "second";
    stage.sendTo(after);
    note("The files of all services name " + after + " instead of " + before
        + "; nothing was restarted.");
  }

  /* Customers wait: a kill cuts requests off, and costs the spans of the last second that are not on disk yet. */
  private void kill() throws IOException {
    ReceiverVendor vendor = current();
    String name = stage.otlp();
    vendor.refuse(REFUSAL);
    ticker.await(SPANS_COME);
    long waiting;
    load.hold();
    try {
      MetricsSnapshot backend = settledBackend();
      waiting = backend.ledger(name).buffered();
      stage.crashBackend(() -> keep(backend));
    } finally {
      vendor.refuse(Duration.ZERO);
      load.resume();
    }
    note(
        "The backend was killed (kill -9) with " + waiting + " spans on its disk, and runs again.");
    boolean isDone = await(now -> now.ledger(name).buffered() < Math.max(1, waiting));
    note(
        isDone
            ? "The new process has delivered these " + waiting + " spans to " + name + "."
            : name + " does not take spans yet; they wait on the disk.");
  }

  private void release() throws IOException {
    load.hold();
    try {
      MetricsSnapshot backend = settledBackend();
      stage.releaseBackend(FIXED, () -> keep(backend));
      version = FIXED;
      releasedAt = ticker.millis();
    } finally {
      load.resume();
    }
    note("Backend " + FIXED + " runs: suspended customers may browse the shop.");
  }

  /*
   * Returns the last metrics of the backend, once each span that has ended is in the log of every vendor, and a
   * vendor that is not in the file any more has got its last spans.
   */
  private MetricsSnapshot settledBackend() throws IOException {
    Set<String> vendors = Set.of("zipkin", stage.otlp());
    await(now -> now.spans() == now.ledger("zipkin").received()
        && OTLP.stream()
            .allMatch(vendor -> vendors.contains(vendor) || now.ledger(vendor).buffered() == 0));
    return metrics.ofBackend();
  }

  private void keep(MetricsSnapshot backend) {
    metrics.keepBackend(backend, Set.of("zipkin", stage.otlp()));
  }

  private boolean await(Predicate<MetricsSnapshot> condition) throws IOException {
    long limit = ticker.nanos() + PATIENCE.toNanos();
    while (ticker.nanos() < limit) {
      if (condition.test(metrics.scrape())) {
        return true;
      }
      ticker.await(LOOK);
    }
    return false;
  }

  /** Waits for the running action; begins no further one. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Undoes the faults that are still on; after {@link #close}. */
  void heal() throws IOException {
    http.post(place.account().at("/fault?kind=none&millis=0"));
    current().hang(Duration.ZERO);
    if (!refusedKey.isEmpty()) {
      changeKey();
    }
  }
}
