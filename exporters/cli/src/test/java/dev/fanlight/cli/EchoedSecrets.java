/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.DeclaredKeys;
import dev.fanlight.exporters.internal.config.DeclaredKeys.DeclaredKey;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import picocli.CommandLine;

/** Secrets behind keys, and everything that command and product say of files with them. One test at a time. */
final class EchoedSecrets implements AutoCloseable {

  /** A number tells of which key the secret is. */
  private static final Pattern SECRET =
      Pattern.compile("zq[0-9]{4}secret7f3a9b", Pattern.CASE_INSENSITIVE);

  private static final int SHOWN_AROUND = 80;
  private static final String QUICK = "shutdown_timeout: 20ms, batch: {delay: 1ms}, ";

  private final Queue<String> said = new LinkedBlockingQueue<>(100_000);
  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, String> found = new TreeMap<>();
  private final Logger ours = Logger.getLogger("dev.fanlight");
  private final Handler handler = new Everything();
  private final CommandLine command = FanlightCommand.commandLine();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int metricsPort = freePort();
  private final Path folder;
  private int files;
  private int statusPages;
  private int startsWithVendors;

  EchoedSecrets(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve(DeclaredKeys.SAMPLE_FILE), "no PEM");
    handler.setLevel(Level.ALL);
    ours.addHandler(handler);
    ours.setUseParentHandlers(false);
    ours.setLevel(Level.ALL);
  }

  /** The key's text with a secret in it, which is another one for each key. */
  String yaml(DeclaredKey key, SecretForm form) throws IOException {
    String secret = "zq%04dsecret7f3a9b".formatted(paths.size());
    paths.put(secret, key.path());
    return key.yaml().replace(DeclaredKeys.VALUE, form.yaml(secret, folder));
  }

  /** A file with these vendors. */
  Path fileOf(Map<String, String> vendors) throws IOException {
    String all = vendors.entrySet().stream()
        .map(vendor -> vendor.getKey() + ": " + vendor.getValue())
        .collect(Collectors.joining(",\n"));
    return file(
        "{" + QUICK + "metrics: {jvm: false, port: " + metricsPort + "}, status: {}, vendors: {\n"
            + all
            + "}}\n");
  }

  Path file(String document) throws IOException {
    return Files.writeString(folder.resolve("f" + files++ + ".yaml"), document);
  }

  /** Whether nothing is wrong with the file; the settings are looked at. */
  boolean isSound(Path file) {
    LoadResult loaded = ConfigLoader.of(ConfigSource.of(file), Transports.CHECK).load();
    soundVendors(loaded);
    return loaded.isSound();
  }

  /** The names of vendors that are right; their settings are looked at. */
  Set<String> soundVendors(Path file) {
    return soundVendors(ConfigLoader.of(ConfigSource.of(file), Transports.CHECK).load());
  }

  private Set<String> soundVendors(LoadResult loaded) {
    said.add(loaded.toString());
    look("settings");
    if (!(loaded instanceof LoadResult.Usable usable)) {
      return Set.of();
    }
    List<LaneSettings> lanes = usable.configuration().fanout().lanes();
    lanes.forEach(lane -> said.add("" + lane + lane.vendor() + lane.vendor().headers()
        + lane.transport() + lane.fingerprint() + lane.rules()));
    usable.configuration().sections().forEach(section -> said.add("" + section + section.node()));
    look("settings");
    return lanes.stream().map(LaneSettings::name).collect(Collectors.toSet());
  }

  /** What the command says. */
  void check(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("check", file.toString()));
    arguments.addAll(List.of(options));
    StringWriter out = new StringWriter();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(out, true));
    command.execute(arguments.toArray(String[]::new));
    said.add(out.toString());
    look(String.join(" ", List.of(options)));
  }

  /** What the product says when it starts with the file, has a span to send, and ends. */
  @SuppressWarnings("ObjectToString") // looked at as well, should it be overridden one day
  void start(Path... file) {
    try (Fanlight fanlight =
        Fanlight.builder(file).watchesFile(false).closesAtExit(false).build()) {
      SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
      provider.get("test").spanBuilder("span").startSpan().end();
      said.add(fanlight.toString() + fanlight.ledgerSnapshots() + fanlight.queueSnapshot());
      said.add(fanlight.spanProcessor() + " " + fanlight.flush(Duration.ofMillis(20)));
      said.add(fanlight.status() + fanlight.status().toJson());
      said.add(answer("/metrics", "text/plain"));
      int withVendors = fanlight.ledgerSnapshots().isEmpty() ? 0 : 1;
      startsWithVendors += withVendors;
      for (String type : List.of("text/html", "application/json", "text/plain")) {
        String page = answer("/fanlight", type);
        statusPages += page.isEmpty() ? 0 : withVendors;
        said.add(page);
      }
      said.add(answer("/fanlight/flow", "text/plain"));
    } catch (RuntimeException refused) {
      StringWriter stack = new StringWriter();
      refused.printStackTrace(new PrintWriter(stack));
      said.add(stack.toString());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    look("start");
  }

  /** The metrics or the status, or an empty text for a file that shows none or shows them elsewhere. */
  private String answer(String path, String type) throws InterruptedException {
    URI page = URI.create("http://localhost:" + metricsPort + path);
    HttpRequest request = HttpRequest.newBuilder(page).header("Accept", type).build();
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException none) {
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** What the product says when its file becomes each of these; all of them at the same time. */
  void reload(List<Path> wanted) throws IOException {
    List<Fanlight> running = new ArrayList<>();
    try {
      Map<Path, Path> watched = new HashMap<>();
      for (Path file : wanted) {
        Path own = file("vendors: {}\n");
        running.add(Fanlight.builder(own).closesAtExit(false).build());
        watched.put(own, file);
      }
      for (Map.Entry<Path, Path> file : watched.entrySet()) {
        Files.copy(file.getValue(), file.getKey(), StandardCopyOption.REPLACE_EXISTING);
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> running.stream()
              .allMatch(
                  fanlight -> fanlight.reloads().applied() + fanlight.reloads().refused() > 0));
    } finally {
      running.forEach(Fanlight::close);
    }
    look("reload");
  }

  /** Path of the key to what was said, with the secret in it; empty if all is well. */
  Map<String, String> found() {
    return found;
  }

  /** How many pages of the status of starts with vendors were looked at. */
  int statusPages() {
    return statusPages;
  }

  /** How many starts had at least one vendor. */
  int startsWithVendors() {
    return startsWithVendors;
  }

  private void look(String situation) {
    for (String text = said.poll(); text != null; text = said.poll()) {
      Matcher secret = SECRET.matcher(text);
      while (secret.find()) {
        String key = paths.getOrDefault(secret.group().toLowerCase(Locale.ROOT), "?");
        String around = text.substring(
            Math.max(0, secret.start() - SHOWN_AROUND),
            Math.min(text.length(), secret.end() + SHOWN_AROUND));
        found.putIfAbsent(key + ", " + situation, around);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> opened = Files.newDirectoryStream(Path.of(""))) {
      for (Path file : opened) {
        if (SECRET.matcher(file.toString()).find()) {
          Files.delete(file); // the target of a request log is relative to the working directory
        }
      }
    }
    ours.removeHandler(handler);
    ours.setUseParentHandlers(true);
    ours.setLevel(null);
  }

  /** Keeps everything that is logged, stack traces included. */
  private final class Everything extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord logged) {
      said.add(formatter.format(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
