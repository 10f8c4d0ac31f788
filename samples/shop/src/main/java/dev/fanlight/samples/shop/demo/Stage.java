/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Everything that runs beside the demo: two vendors, three services, and a host that is silent. */
final class Stage implements AutoCloseable {
  private static final String SHOP = "dev.fanlight.samples.shop.service.";
  private static final String RECEIVER = "dev.fanlight.samples.shop.receiver.Receiver";

  private static final Set<String> VENDORS = Set.of("zipkin", "receiver", "second");

  private final Path folder;
  private final Place place;
  private final Jdk jdk;
  private final Http http;
  private final Ticker ticker;
  private final List<Child> children = new ArrayList<>();
  private final List<Config> configs = new ArrayList<>();
  private final SilentHost silent;

  Stage(Path folder, Place place, Jdk jdk, Http http, Ticker ticker) throws IOException {
    this.folder = folder;
    this.place = place;
    this.jdk = jdk;
    this.http = http;
    this.ticker = ticker;
    this.silent = SilentHost.open();
  }

  /* Zipkin takes longest: it starts first, and the others while it does. */
  void raise(ZipkinJar zipkin, BooleanSupplier stop) throws IOException, InterruptedException {
    Child traces =
        start("zipkin", zipkin.command(jdk, place.zipkin()), ZipkinJar.variables(place.zipkin()));
    Child receiver =
        start("receiver", jdk.java(RECEIVER, Integer.toString(place.receiver())), Map.of());
    Child second = start("second", jdk.java(RECEIVER, Integer.toString(place.second())), Map.of());
    Child account = service("Account", place.account(), Map.of());
    Child backend = service("Backend", place.backend(), hosts());
    Child frontend = service(
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

  private Child service(String main, Place.Home home, Map<String, String> more) throws IOException {
    String name = main.toLowerCase(Locale.ROOT);
    Map<String, String> variables = new HashMap<>(more);
    var config = new Config(
        folder.resolve(name + ".yaml"),
        place.zipkinAt("/api/v2/spans"),
        home.metrics(),
        folder.resolve("buffer").resolve(name));
    config.write("receiver", place.receiverAt("/v1/traces"));
    configs.add(config);
    variables.put("SHOP_PORT", Integer.toString(home.port()));
    variables.put("SHOP_CONFIG", config.file().toString());
    variables.put("OTEL_SERVICE_NAME", name); // for the log lines
    variables.put("FANLIGHT_LOG_FILE", folder.resolve(name + ".json").toString());
    return start(name, jdk.java(SHOP + main), variables);
  }

  private Child start(String name, List<String> command, Map<String, String> variables)
      throws IOException {
    Child child = Child.start(name, command, variables, folder.resolve(name + ".out"));
    children.add(child);
    return child;
  }

  /** Edits every service's file: the vendor {@code receiver} goes, {@code second} comes. */
  void swapReceivers() throws IOException {
    for (Config config : configs) {
      config.write("second", place.secondAt("/v1/traces"));
    }
  }

  /** Kills the backend as kill -9 does, starts it again, and returns once it answers. */
  void crashBackend() throws IOException {
    int at = names().indexOf("backend");
    Child successor = children.get(at).crash();
    children.set(at, successor);
    successor.awaitHealth(http, place.backend().at("/health"), ticker, () -> false);
  }

  private List<String> names() {
    return children.stream().map(Child::name).toList();
  }

  /** Ends everybody at once: nothing has happened yet that anyone would ask for. */
  void abandon() {
    children.forEach(Child::kill);
  }

  /** The names of those that have ended by themselves. */
  List<String> dead() {
    return children.stream().filter(child -> !child.isAlive()).map(Child::name).toList();
  }

  /** Ends the services first, so that what they still hold finds its vendors alive. */
  @Override
  public void close() throws IOException {
    List<Child> vendors = children.stream().filter(Stage::isVendor).toList();
    List<Child> services = children.stream().filter(child -> !isVendor(child)).toList();
    services.forEach(Child::release);
    services.forEach(Child::close);
    vendors.forEach(Child::release);
    vendors.forEach(Child::close);
    silent.close();
  }

  private static boolean isVendor(Child child) {
    return VENDORS.contains(child.name());
  }
}
