/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The command {@code benchmarks/run start}: starts the same application without an exporter, with the SDK's own OTLP exporter
 * to one vendor, and with Fanlight and two vendors, for each way in, one after the other in each round, and prints medians.
 */
public final class WayComparison {

  private static final Pattern ADDRESS =
      Pattern.compile("try http://localhost:(\\d+)/order|Tomcat started on port (\\d+)");
  private static final long AFTERWARDS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Duration SPAN_TIMEOUT = Duration.ofSeconds(30);
  private static final Map<String, String> NO_EXPORTERS = Map.of(
      "OTEL_METRICS_EXPORTER", "none",
      "OTEL_LOGS_EXPORTER", "none",
      "OTEL_SERVICE_NAME", "orders");

  private final SpanReceiver a;
  private final SpanReceiver b;
  private final Path file;

  private WayComparison(SpanReceiver a, SpanReceiver b, Path file) {
    this.a = a;
    this.b = b;
    this.file = file;
  }

  /** Prints the table; options: {@code ways=sdk,autoconfigure,agent,boot} and {@code rounds=9}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options =
        new TreeMap<>(Map.of("ways", "sdk,autoconfigure,agent,boot", "rounds", "9"));
    for (String argument : arguments) {
      String[] option = argument.split("=", 2);
      if (option.length < 2 || options.replace(option[0], option[1]) == null) {
        throw new IllegalArgumentException("unknown option \"" + argument
            + "\"; give name=value with a name of " + options.keySet());
      }
    }
    try (SpanReceiver a = SpanReceiver.start();
        SpanReceiver b = SpanReceiver.start()) {
      Path file = Files.writeString(
          Files.createTempFile("fanlight", ".yaml"), """
          vendors:
            a: {type: otlp, endpoint: "%s"}
            b: {type: otlp, endpoint: "%s"}
          """.formatted(a.endpoint(), b.endpoint()));
      List<String> names = Arrays.asList(option(options, "ways").split(",", -1));
      new WayComparison(a, b, file).run(names, Integer.parseInt(option(options, "rounds")));
    }
  }

  private static String option(Map<String, String> options, String name) {
    return Objects.requireNonNull(options.get(name), name);
  }

  private void run(List<String> names, int rounds) throws IOException, InterruptedException {
    List<WayHistory> histories = new ArrayList<>();
    for (String name : names) {
      histories.add(WayHistory.of(way(name)));
    }
    for (int round = 0; round < rounds; round++) {
      for (WayHistory history : histories) {
        StartWay way = history.way();
        history.without().add(started(way.without(), List.of()));
        if (way.stock() != null) {
          history.stock().add(started(way.stock(), List.of(a)));
        }
        history.with().add(started(way.with(), List.of(a, b)));
      }
    }
    System.out.printf(
        Locale.ROOT, "medians of %d starts, interleaved; Java %s%n", rounds, Runtime.version());
    System.out.println(
        "| way in | start without | added by stock, one vendor | added by Fanlight, two vendors | first span at both |");
    System.out.println("|---|---|---|---|---|");
    histories.forEach(WayComparison::print);
  }

  private static void print(WayHistory history) {
    List<StartFigures> before = history.without();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f ms, CPU %.0f ms | %s | %s | %.1f s |%n",
        history.way().name(),
        median(before, StartFigures::wallMillis),
        median(before, StartFigures::cpuMillis),
        history.stock().isEmpty() ? "not measured" : added(before, history.stock()),
        added(before, history.with()),
        median(history.with(), StartFigures::spanMillis) / 1_000);
  }

  private static String added(List<StartFigures> before, List<StartFigures> after) {
    return String.format(
        Locale.ROOT,
        "%+.0f ms, CPU %+.0f ms",
        median(after, StartFigures::wallMillis) - median(before, StartFigures::wallMillis),
        median(after, StartFigures::cpuMillis) - median(before, StartFigures::cpuMillis));
  }

  private static double median(List<StartFigures> starts, ToDoubleFunction<StartFigures> figure) {
    double[] sorted = starts.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  // ---- the ways ----

  private StartWay way(String name) throws IOException {
    String service = TracedService.class.getName();
    String own = System.getProperty("java.class.path");
    return switch (name) {
      case "sdk" ->
        new StartWay(
            name,
            new ServiceLaunch(List.of("-cp", own, service, "code"), Map.of()),
            new ServiceLaunch(List.of("-cp", own, service, "stock", a.endpoint()), Map.of()),
            new ServiceLaunch(List.of("-cp", own, service, "code", file.toString()), Map.of()));
      case "autoconfigure" -> {
        List<String> command = List.of("-cp", own, service, "configured");
        yield new StartWay(name, unexported(command), stock(command), fanlight(command));
      }
      case "agent" -> {
        Path target = Path.of("samples/agent/target");
        List<String> rest = List.of(
            "-cp",
            target + "/classes:" + Files.readString(target.resolve("classpath")),
            "dev.fanlight.samples.agent.OrderApplication",
            "0");
        yield new StartWay(
            name,
            unexported(joined("-javaagent:" + target + "/opentelemetry-javaagent.jar", rest)),
            stock(joined("-javaagent:" + target + "/opentelemetry-javaagent.jar", rest)),
            fanlight(joined("-javaagent:" + target + "/fanlight-agent.jar", rest)));
      }
      case "boot" -> boot();
      default ->
        throw new IllegalArgumentException(
            "unknown way \"" + name + "\"; the ways are sdk, autoconfigure, agent and boot");
    };
  }

  private StartWay boot() throws IOException {
    Path target = Path.of("samples/spring-boot/target");
    String classPath = Files.readString(target.resolve("classpath"));
    String plain = Arrays.stream(classPath.split(":", -1))
        .filter(jar -> !jar.contains("fanlight-"))
        .collect(Collectors.joining(":"));
    List<String> rest = List.of(
        "dev.fanlight.samples.boot.ShopApplication",
        "--server.port=0",
        "--logging.structured.format.console=ecs",
        "--fanlight.config=" + file);
    return new StartWay(
        "boot",
        new ServiceLaunch(joined("-cp", target + "/classes:" + plain, rest), Map.of()),
        null,
        new ServiceLaunch(joined("-cp", target + "/classes:" + classPath, rest), Map.of()));
  }

  private static ServiceLaunch unexported(List<String> command) {
    Map<String, String> variables = new TreeMap<>(NO_EXPORTERS);
    variables.put("OTEL_TRACES_EXPORTER", "none");
    return new ServiceLaunch(command, variables);
  }

  private ServiceLaunch stock(List<String> command) {
    Map<String, String> variables = new TreeMap<>(NO_EXPORTERS);
    variables.put("OTEL_TRACES_EXPORTER", "otlp");
    variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", a.endpoint());
    return new ServiceLaunch(command, variables);
  }

  private ServiceLaunch fanlight(List<String> command) {
    Map<String, String> variables = new TreeMap<>(NO_EXPORTERS);
    variables.put("FANLIGHT_CONFIG", file.toString());
    return new ServiceLaunch(command, variables);
  }

  private static List<String> joined(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  private static List<String> joined(String first, String second, List<String> rest) {
    return joined(first, joined(second, rest));
  }

  // ---- one start ----

  private StartFigures started(ServiceLaunch launch, List<SpanReceiver> vendors)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launch.arguments());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(launch.variables());
    a.reset();
    b.reset();
    long begin = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String port = port(output);
      double wall = (System.nanoTime() - begin) / 1e6;
      LockSupport.parkNanos(AFTERWARDS);
      double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/order"))
                  .build(),
              BodyHandlers.discarding());
      return new StartFigures(wall, cpu, vendors.isEmpty() ? 0 : awaitSpan(begin, vendors));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String port(BufferedReader output) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return address.group(1) == null ? address.group(2) : address.group(1);
      }
      seen.append(line).append('\n');
    }
    throw new IOException("the application ended early:\n" + seen);
  }

  private static double awaitSpan(long begin, List<SpanReceiver> vendors) throws IOException {
    long end = System.nanoTime() + SPAN_TIMEOUT.toNanos();
    while (vendors.stream().anyMatch(vendor -> vendor.firstNanos() == 0)) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("no span came to each vendor within " + SPAN_TIMEOUT);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    long last = vendors.stream().mapToLong(SpanReceiver::firstNanos).max().orElseThrow();
    return (last - begin) / 1e6;
  }
}
