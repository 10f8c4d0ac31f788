/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.ConfigEnvironment;
import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.JsonWriter;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.Problem.Severity;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.transport.Transports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fanlight check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a configuration file; with --send, also sends one span to each of its vendors.",
      "Variables and secret files are read on this machine, with this user's environment."
    })
final class CheckCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "The configuration file; each further file overrides the files before it. Default: FANLIGHT_CONFIG or FANLIGHT_CONFIG_YAML.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--send", description = "Send one probe span to each enabled vendor.")
  private boolean sends;

  @Option(names = "--json", description = "Write the result as JSON.")
  private boolean isJson;

  @Override
  public Integer call() throws InterruptedException {
    Optional<ConfigSource> source = files.isEmpty()
        ? ConfigSource.find(ConfigEnvironment.ofProcess())
        : Optional.of(ConfigSource.of(files.toArray(Path[]::new)));
    if (source.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("fanlight check: name a file, or set FANLIGHT_CONFIG or FANLIGHT_CONFIG_YAML");
      return ExitCode.USAGE;
    }
    LoadResult loaded = ConfigLoader.of(source.get(), Transports.CHECK).load();
    List<LaneSettings> lanes = lanes(loaded);
    List<ProbeResult> results = sends ? VendorProbe.all(lanes) : List.of();
    if (isJson) {
      new TerminalWriter(spec).raw(JsonWriter.print(json(loaded, lanes, results)));
    } else {
      new CheckReport(new TerminalWriter(spec)).write(loaded, lanes, sends, results);
    }
    return exitCode(loaded, results);
  }

  private static List<LaneSettings> lanes(LoadResult loaded) {
    return loaded instanceof LoadResult.Usable usable
        ? usable.configuration().fanout().lanes()
        : List.of();
  }

  private static int exitCode(LoadResult loaded, List<ProbeResult> results) {
    if (!loaded.isSound()) {
      return ExitCode.BAD_FILE;
    }
    return results.stream().allMatch(ProbeResult::isAccepted) ? ExitCode.OK : ExitCode.PROBE_FAILED;
  }

  private static Map<String, Object> json(
      LoadResult loaded, List<LaneSettings> lanes, List<ProbeResult> results) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("valid", loaded.isSound());
    json.put(
        "enabled", loaded instanceof LoadResult.Usable usable && isEnabled(usable.configuration()));
    json.put("problems", loaded.problems().stream().map(CheckCommand::json).toList());
    json.put("vendors", lanes.stream().map(lane -> vendor(lane, results)).toList());
    return json;
  }

  private static boolean isEnabled(Configuration configuration) {
    return configuration.isEnabled();
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("severity", problem.severity() == Severity.ERROR ? "error" : "warning");
    json.put("document", problem.place().document());
    json.put("line", problem.place().line());
    json.put("column", problem.place().column());
    json.put("path", problem.path());
    json.put("message", problem.message());
    return json;
  }

  private static Map<String, Object> vendor(LaneSettings lane, List<ProbeResult> results) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", lane.name());
    json.put("endpoint", lane.shownOrigin());
    results.stream().filter(result -> result.vendor().equals(lane.name())).forEach(result -> {
      json.put("taken", result.isAccepted());
      json.put("result", result.result());
      json.put("millis", result.roundTrip().toMillis());
      result.advice().ifPresent(advice -> json.put("advice", advice));
      result.link().ifPresent(link -> json.put("link", link));
    });
    return json;
  }
}
