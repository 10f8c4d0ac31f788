/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The processes beside the demo: two vendors, three services, and a silent host. Used by one thread; files of the
 * services may be edited by any thread.
 */
final class DemoProcesses implements AutoCloseable {
  private static final String SHOP = "dev.fanlight.samples.shop.service.";
  private static final String RECEIVER = "dev.fanlight.samples.shop.receiver.OtlpReceiver";

  private static final Set<String> VENDORS = Set.of("zipkin", "receiver", "second");

  private final Path folder;
  private final ProcessPorts place;
  private final JdkInstallation jdk;
  private final DemoHttpClient http;
  private final MonotonicClock ticker;
  private final List<ChildProcess> children = new ArrayList<>();
  private final List<FanlightConfig> configs = new ArrayList<>();
  private final SilentHost silent;

  @GuardedBy("configs") private String otlp = "receiver";

  @GuardedBy("configs") private String key = "first-key";

  DemoProcesses(
      Path folder,
      ProcessPorts place,
      JdkInstallation jdk,
      DemoHttpClient http,
      MonotonicClock ticker)
      throws IOException {
    this.folder = folder;
    this.place = place;
    this.jdk = jdk;
    this.http = http;
    this.ticker = ticker;
    this.silent = SilentHost.open();
  }

  /* Zipkin takes longest: it starts first, and the services meanwhile. */
  void raise(ZipkinJar zipkin, BooleanSupplier stop) throws IOException, InterruptedException {
    ChildProcess traces =
        start("zipkin", zipkin.command(jdk, place.zipkin()), ZipkinJar.variables(place.zipkin()));
    ChildProcess receiver =
        start("receiver", jdk.java(RECEIVER, Integer.toString(place.receiver())), Map.of());
    ChildProcess second =
        start("second", jdk.java(RECEIVER, Integer.toString(place.second())), Map.of());
    ChildProcess account = service("Account", place.account(), Map.of());
    ChildProcess backend = service("Backend", place.backend(), hosts());
    ChildProcess frontend = service(
        "Frontend",
        place.frontend(),
        Map.of("SHOP_BACKEND", place.backend().at("").toString()));
    receiver.awaitHealth(http, place.receiverAt("/health"), ticker, stop);
    second.awaitHealth(http, place.secondAt("/health"), ticker, stop);
    account.awaitHealth(http, place.account().at("/health"), ticker, stop);
    backend.awaitHealth(http, place.backend().at("/health"), ticker, stop);
    frontend.awaitHealth(http, place.frontend().at("/health"), ticker, stop);
    traces.awaitHealth(http, place.zipkinAt("/health"), ticker, stop);
  }

  private Map<String, String> hosts() {
    return Map.of(
        "SHOP_ACCOUNT", place.account().at("").toString(),
        "SHOP_ACCOUNT_MOVED", "http://account.invalid:" + place.account().port(),
        "SHOP_ACCOUNT_REMOTE", "http://127.0.0.1:" + silent.port());
  }

  private ChildProcess service(String main, ProcessPorts.Home home, Map<String, String> more)
      throws IOException {
    String name = main.toLowerCase(Locale.ROOT);
    Map<String, String> variables = new HashMap<>(more);
    var config = new FanlightConfig(
        folder.resolve(name + ".yaml"),
        place.zipkinAt("/api/v2/spans"),
        home.metrics(),
        folder.resolve("buffer").resolve(name));
    synchronized (configs) {
      configs.add(config);
      writeLocked(config);
    }
    variables.put("SHOP_VERSION", "1.0.0");
    variables.put("SHOP_PORT", Integer.toString(home.port()));
    variables.put("SHOP_CONFIG", config.file().toString());
    variables.put("OTEL_SERVICE_NAME", name); // for the log lines
    variables.put("FANLIGHT_LOG_FILE", folder.resolve(name + ".json").toString());
    return start(name, jdk.java(SHOP + main), variables);
  }

  private ChildProcess start(String name, List<String> command, Map<String, String> variables)
      throws IOException {
    ChildProcess child =
        ChildProcess.start(name, command, variables, folder.resolve(name + ".out"));
    children.add(child);
    return child;
  }

  /**
   * Edits every service's file: the second vendor goes, and this one comes.
   *
   * @param vendor {@code receiver} or {@code second}
   */
  void sendTo(String vendor) throws IOException {
    synchronized (configs) {
      otlp = vendor;
      for (FanlightConfig config : configs) {
        writeLocked(config);
      }
    }
  }

  /** Edits every service's file: the second vendor gets this key. */
  void useKey(String newKey) throws IOException {
    synchronized (configs) {
      key = newKey;
      for (FanlightConfig config : configs) {
        writeLocked(config);
      }
    }
  }

  @GuardedBy("configs") private void writeLocked(FanlightConfig config) throws IOException {
    boolean isSecond = otlp.equals("second");
    config.write(
        otlp, isSecond ? place.secondAt("/v1/traces") : place.receiverAt("/v1/traces"), key);
  }

  /** Returns the second vendor in the files, {@code receiver} or {@code second}. */
  String otlp() {
    synchronized (configs) {
      return otlp;
    }
  }

  /**
   * Kills the backend as kill -9 does, starts it again, and returns once it answers.
   *
   * @param ended runs between the end of the old process and the start of the new one
   */
  void crashBackend(Runnable ended) throws IOException {
    int at = names().indexOf("backend");
    children.get(at).crash();
    ended.run();
    replaceBackend(at, children.get(at).successor(Map.of()));
  }

  /**
   * Ends the backend in order, starts a new version of it, and returns once it answers.
   *
   * @param ended runs between the end of the old process and the start of the new one
   */
  void releaseBackend(String version, Runnable ended) throws IOException {
    int at = names().indexOf("backend");
    children.get(at).close();
    ended.run();
    replaceBackend(at, children.get(at).successor(Map.of("SHOP_VERSION", version)));
  }

  private void replaceBackend(int at, ChildProcess successor) throws IOException {
    children.set(at, successor);
    successor.awaitHealth(http, place.backend().at("/health"), ticker, () -> false);
  }

  private List<String> names() {
    return children.stream().map(ChildProcess::name).toList();
  }

  /** Kills all processes at once, for a demo that has no results yet. */
  void abandon() {
    children.forEach(ChildProcess::kill);
  }

  /** Returns the names of the processes that have ended by themselves. */
  List<String> dead() {
    return children.stream()
        .filter(child -> !child.isAlive())
        .map(ChildProcess::name)
        .toList();
  }

  /** Ends the services first, so that the vendors still take their queued spans. */
  @Override
  public void close() throws IOException {
    List<ChildProcess> vendors =
        children.stream().filter(DemoProcesses::isVendor).toList();
    List<ChildProcess> services =
        children.stream().filter(child -> !isVendor(child)).toList();
    services.forEach(ChildProcess::release);
    services.forEach(ChildProcess::close);
    vendors.forEach(ChildProcess::release);
    vendors.forEach(ChildProcess::close);
    silent.close();
  }

  private static boolean isVendor(ChildProcess child) {
    return VENDORS.contains(child.name());
  }
}
