/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The scenario of the demo: customers come at a steady rate; in the middle one vendor hangs; then
 * it is replaced by another vendor, and the buttons of the page are free; near the end that vendor refuses, and the
 * backend is killed with its waiting spans; at the end all processes are asked for their counts. Used by one thread.
 */
final class DemoScenario {
  private static final Duration HANG = Duration.ofSeconds(5);
  private static final Duration HANG_AFTER = Duration.ofSeconds(6);
  private static final Duration EDIT_AFTER = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final Duration REFUSAL = Duration.ofMinutes(1);
  private static final Duration RIPE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final List<String> SERVICES = List.of("frontend", "backend", "account");

  private final DemoOptions options;
  private final Terminal terminal;
  private final CtrlC wish;
  private final MonotonicClock ticker;
  private final DemoHttpClient http;
  private final ProcessPorts place;
  private final DemoProcesses stage;
  private final ShopMetrics shop;

  DemoScenario(
      DemoOptions options,
      Terminal terminal,
      CtrlC wish,
      MonotonicClock ticker,
      DemoHttpClient http,
      ProcessPorts place,
      DemoProcesses stage) {
    this.options = options;
    this.terminal = terminal;
    this.wish = wish;
    this.ticker = ticker;
    this.http = http;
    this.place = place;
    this.stage = stage;
    this.shop = new ShopMetrics(http, place);
  }

  /** Plays it to the end, which is the time given or the user's wish, and brings the evidence. */
  RunEvidence play() throws IOException {
    var zipkin = new ZipkinVendor(http, place.zipkinAt("/"));
    var receiver = new ReceiverVendor(http, place.receiverAt("/"));
    var second = new ReceiverVendor(http, place.secondAt("/"));
    var harvest = new TraceComparer(zipkin, new ReceiverPair(receiver, second));
    long start = ticker.nanos();
    long hangAt =
        start + options.seconds().map(DemoScenario::middle).orElse(HANG_AFTER).toNanos();
    var before = new LatencyWindow(hangAt - HANG.toNanos(), hangAt);
    var during = new LatencyWindow(hangAt, hangAt + HANG.toNanos());
    var customers = new VisitStatistics(ticker, harvest, List.of(before, during));
    var mix = new StoryMix(options.seed());
    var login = place.frontend().at("/login");
    Optional<Duration> edited;
    try (var load = new LoadGenerator(login, mix, options.rate(), ticker, customers);
        var page =
            new DemoPage(options.folder(), place, stage, http, shop, load, customers, ticker)) {
      load.start();
      page.start();
      introduce(zipkin, harvest);
      edited = watch(start, hangAt, customers, harvest, receiver, page);
      page.finish();
      if (edited.isPresent()) {
        useSecond();
        second.refuse(REFUSAL);
        ticker.await(LAST);
      }
    }
    Duration duration = Duration.ofNanos(ticker.nanos() - start);
    terminal.status(" Waiting until everything has arrived, then asking everybody ...");
    MetricsSnapshot metrics = settled(now -> now.isSettled(now.spans(), "second"));
    Optional<BackendCrash> crash =
        edited.isPresent() ? Optional.of(crash(second)) : Optional.empty();
    MetricsSnapshot later = settled(now -> now.isSettled(metrics.spans(), "nobody"));
    SpanComparison comparison = harvest.finish();
    var logs = new LogFiles(options.folder(), SERVICES);
    return new RunEvidence(
        duration,
        options.rate(),
        customers.logins(),
        customers.unanswered(),
        customers.causes(),
        logs.causes(),
        metrics.causes(),
        comparison,
        metrics.spans(),
        later.ledger("zipkin"),
        metrics.ledger("receiver"),
        later.ledger("second"),
        edited,
        crash,
        LatencyComparison.of(HANG, before, during),
        exhibit(metrics, logs, zipkin));
  }

  /* A button may have put the first receiver back into the files. */
  private void useSecond() throws IOException {
    if (!stage.otlp().equals("second")) {
      stage.sendTo("second");
      ticker.await(LAST);
    }
  }

  private static Duration middle(Duration run) {
    return run.minus(HANG).dividedBy(2);
  }

  private void introduce(ZipkinVendor zipkin, TraceComparer harvest) throws IOException {
    String first = firstTrace(zipkin, harvest);
    terminal.line(" Look at it   " + ProcessPorts.local(place.page(), "/") + first);
    String end =
        options.seconds().map(time -> "for " + time.toSeconds() + " s").orElse("until Ctrl-C");
    terminal.line(" " + options.rate() + " logins a second, " + end + ".");
  }

  private String firstTrace(ZipkinVendor zipkin, TraceComparer harvest) throws IOException {
    long limit = ticker.nanos() + PATIENCE.toNanos();
    while (ticker.nanos() < limit && !wish.await(LOOK)) {
      Optional<String> known = harvest.anyWaiting();
      if (known.isPresent() && !zipkin.spansOf(List.of(known.get())).isEmpty()) {
        return "   (the first trace was there after " + options.sinceCommand() + " s)";
      }
    }
    return "";
  }

  /* Returns when the files were edited, if the run lasted until then. */
  private Optional<Duration> watch(
      long start,
      long hangAt,
      VisitStatistics customers,
      TraceComparer harvest,
      ReceiverVendor receiver,
      DemoPage page)
      throws IOException {
    long end =
        options.seconds().map(time -> start + time.minus(LAST).toNanos()).orElse(Long.MAX_VALUE);
    long editAt = hangAt + HANG.toNanos() + EDIT_AFTER.toNanos();
    boolean hung = false;
    Optional<Duration> edited = Optional.empty();
    while (ticker.nanos() < end && !wish.await(LOOK)) {
      if (!hung && ticker.nanos() >= hangAt) {
        hung = true;
        receiver.hang(HANG);
        page.note("By the demo's script: the OTLP receiver hangs for 5 s.");
      }
      if (edited.isEmpty() && ticker.nanos() >= editAt) {
        edited = Optional.of(Duration.ofNanos(ticker.nanos() - start));
        stage.sendTo("second");
        page.note(
            "By the demo's script: the files name the vendor second instead of receiver. From now"
                + " on the buttons are yours.");
        page.openButtons();
      }
      harvest.bringIn(ticker.nanos() - RIPE.toNanos());
      terminal.status(status(start, hangAt, customers));
    }
    return edited;
  }

  private String status(long start, long hangAt, VisitStatistics customers) {
    long now = ticker.nanos();
    boolean hanging = now >= hangAt && now < hangAt + HANG.toNanos();
    return String.format(
        Locale.ROOT,
        " %3d s  %,d logins, %,d without a session%s",
        Duration.ofNanos(now - start).toSeconds(),
        customers.logins(),
        customers.failed(),
        hanging ? "   the OTLP receiver hangs" : "");
  }

  /* Spans that the second receiver refused are on disk: the backend's successor delivers them. */
  private BackendCrash crash(ReceiverVendor second) throws IOException {
    terminal.status(" Killing the backend while spans wait on its disk ...");
    MetricsSnapshot backend = shop.ofBackend();
    stage.crashBackend(() -> {});
    second.refuse(Duration.ZERO);
    return new BackendCrash(backend.ledger("second").buffered());
  }

  /** The metrics of all services, once they say that all is settled, or patience ends. */
  private MetricsSnapshot settled(Predicate<MetricsSnapshot> isSettled) throws IOException {
    long limit = ticker.nanos() + PATIENCE.toNanos();
    MetricsSnapshot metrics = shop.scrape();
    while (!isSettled.test(metrics) && ticker.nanos() < limit) {
      ticker.awaitOnce(ticker.nanos() + LOOK.toNanos());
      metrics = shop.scrape();
    }
    return metrics;
  }

  /* The first exemplar that all sources still know: after hours Zipkin has evicted the old traces. */
  private static Optional<FailedLogin> exhibit(
      MetricsSnapshot metrics, LogFiles logs, ZipkinVendor zipkin) throws IOException {
    Optional<FailedLogin> found = Optional.empty();
    for (FailureCause cause :
        List.of(FailureCause.DNS, FailureCause.TIMEOUT, FailureCause.MISSING_SCOPES)) {
      for (MetricSample series : metrics.exemplified(cause)) {
        String trace = series.exemplar().orElseThrow();
        int spans = zipkin.spansOf(List.of(trace)).size();
        List<LogLine> lines = logs.of(trace);
        found =
            Optional.of(new FailedLogin(trace, cause, zipkin.page(trace), spans, lines, series));
        if (spans > 0 && !lines.isEmpty()) {
          return found;
        }
      }
    }
    return found;
  }
}
