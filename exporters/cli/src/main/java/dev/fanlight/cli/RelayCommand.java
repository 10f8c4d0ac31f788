/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.relay.Relay;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fanlight relay}. */
@Command(
    name = "relay",
    mixinStandardHelpOptions = true,
    description = {
      "Receives spans of other processes (section source of the file), and sends them to the vendors of the file.",
      "Runs until the process is stopped; SIGTERM sends what is buffered, within shutdown_timeout."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"1:the file has errors, or the relay cannot listen", "2:wrong command line"})
final class RelayCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "The configuration file; each further file overrides the files before it. An edit takes effect while it runs.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private List<Path> files;

  @Override
  public Integer call() {
    Path[] documents = files.toArray(Path[]::new);
    LoadResult loaded =
        ConfigLoader.of(ConfigSource.of(documents), Transports.CHECK).load();
    if (!loaded.isSound()) {
      new CheckReport(new TerminalWriter(spec)).write(loaded, List.of(), false, List.of());
      return ExitCode.BAD_FILE;
    }
    Logger.getLogger("").setLevel(Level.INFO); // from here on it is a service, with a log
    try (Relay relay = Relay.start(documents)) {
      spec.commandLine()
          .getOut()
          .println("fanlight relay: receives OTLP over HTTP at "
              + relay.otlpHttpAddress().getHostString() + ":"
              + relay.otlpHttpAddress().getPort());
      new CountDownLatch(1).await(); // for a signal: the fan-out sends what it has
      return ExitCode.OK;
    } catch (InterruptedException stop) { // the relay is closed by now
      return ExitCode.OK;
    } catch (IllegalStateException noListener) {
      spec.commandLine().getErr().println("fanlight relay: " + noListener.getMessage());
      return ExitCode.BAD_FILE;
    }
  }
}
