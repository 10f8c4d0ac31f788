/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The page of the demo: its server, the samples of the metrics, and the buttons. */
final class DemoPage implements AutoCloseable, PageServer.PageContent {
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(8);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final VisitStatistics customers;
  private final ProcessPorts place;
  private final ShopMetrics metrics;
  private final MonotonicClock ticker;
  private final ZipkinVendor zipkin;
  private final ReceiverVendor receiver;
  private final ReceiverVendor second;
  private final LogFiles logs;
  private final PageActions actions;
  private final PageLogins logins;
  private final MetricsHistory history = new MetricsHistory();
  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(PATIENCE)
      .build();
  private final PageServer server;
  private final Thread sampler = new Thread(this::sample, "demo-page-sampler");
  private volatile boolean closing;
  private volatile MetricsSnapshot last = new MetricsSnapshot(List.of());

  DemoPage(
      Path folder,
      ProcessPorts place,
      DemoProcesses stage,
      DemoHttpClient http,
      ShopMetrics metrics,
      LoadGenerator load,
      VisitStatistics customers,
      MonotonicClock ticker)
      throws IOException {
    this.customers = customers;
    this.place = place;
    this.metrics = metrics;
    this.ticker = ticker;
    this.zipkin = new ZipkinVendor(http, place.zipkinAt("/"));
    this.receiver = new ReceiverVendor(http, place.receiverAt("/"));
    this.second = new ReceiverVendor(http, place.secondAt("/"));
    this.logs = new LogFiles(folder, List.of("frontend", "backend", "account"));
    this.actions = new PageActions(stage, metrics, load, http, place, ticker);

    this.logins = new PageLogins(place.frontend().at("/"), load, ticker, customers);
    this.server = new PageServer(place.page(), this);
  }

  void start() {
    sampler.setDaemon(true);
    sampler.start();
    actions.start();
    server.start();
  }

  private void sample() {
    long due = ticker.nanos();
    while (!closing) {
      try {
        history.add(MetricsPoint.of(ticker.millis(), scrape()));
      } catch (IOException ignored) {
        // a service is being replaced: the next sample covers the time
      }
      due += STEP.toNanos();
      while (!closing && ticker.nanos() < due) {
        ticker.awaitOnce(due);
      }
    }
  }

  private MetricsSnapshot scrape() throws IOException {
    MetricsSnapshot now = metrics.scrape();
    last = now;
    return now;
  }

  /* While a service is being replaced, the numbers are those of before. */
  private MetricsSnapshot scrapeOrLast() {
    try {
      return scrape();
    } catch (IOException replaced) {
      return last;
    }
  }

  /** Says on the page what the demo's own script does. */
  void note(String text) {
    actions.note(text);
  }

  /** Lets the buttons be pressed. */
  void openButtons() {
    actions.open();
  }

  /** Waits for the running action, undoes all faults, and completes the traces of the page's logins. */
  void finish() throws IOException {
    actions.close();
    actions.heal();
    logins.close();
  }

  @Override
  public PageState state() throws IOException {
    MetricsSnapshot now = scrapeOrLast();
    return new PageState(
        ticker.millis(),
        customers.logins(),
        customers.failed(),
        now.spans(),
        PageState.vendors(now, receiver, second),
        PageState.causes(now),
        history.drawn(),
        actions.state(),
        metrics.pages().stream().map(URI::toString).toList());
  }

  @Override
  public TraceJourney journey(String trace) throws IOException {
    return TraceJourney.of(trace, zipkin, List.of(receiver, second), logs, scrapeOrLast());
  }

  /* While the backend is being replaced, the request waits for the next one, and for its status page. */
  @Override
  public HttpResponse<String> status(String path, String accept) throws IOException {
    long limit = ticker.nanos() + STATUS_PATIENCE.toNanos();
    while (true) {
      try {
        HttpResponse<String> answer = backendStatus(path, accept);
        if (answer.statusCode() != 404 || ticker.nanos() >= limit) {
          return answer;
        }
      } catch (IOException e) {
        if (ticker.nanos() >= limit) {
          throw e;
        }
      }
      ticker.await(LOOK);
    }
  }

  private HttpResponse<String> backendStatus(String path, String accept) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            ProcessPorts.local(place.backend().metrics(), path))
        .timeout(PATIENCE)
        .GET();
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for the status", e);
    }
  }

  @Override
  public HttpResponse<String> login(String query, String traceParent) throws IOException {
    return logins.login(query, traceParent);
  }

  @Override
  public int report(String traceParent, String query) throws IOException {
    return logins.report(traceParent, query);
  }

  @Override
  public boolean press(String button) {
    return actions.press(button);
  }

  @Override
  public void close() {
    closing = true;
    server.close();
    actions.close();
  }
}
