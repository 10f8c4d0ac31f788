/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.JsonWriter;
import dev.fanlight.exporters.internal.log.disk.FolderReport;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fanlight log}. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the batches that are buffered in the folder of buffer.disk, and verifies every checksum.",
      "Reads only and holds no lock; safe to run while the application runs."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every slot is a sound log, or is not readable for this user",
      "2:wrong command line, or no log in the folder",
      "4:a segment or the read positions are damaged, spans are lost, or a slot holds foreign files"
    })
final class LogCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      description = "The folder of buffer.disk.path, or one slot-N in it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private Path folder;

  @Option(names = "--json", description = "Write the result as JSON.")
  private boolean isJson;

  @Override
  public Integer call() throws IOException {
    FolderReport report = FolderReport.of(folder);
    if (report.slots().isEmpty() && report.skipped().isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("fanlight log: " + folder + " holds no log; name the path of buffer.disk");
      return ExitCode.USAGE;
    }
    if (isJson) {
      new TerminalWriter(spec).raw(JsonWriter.print(LogJson.of(report)));
    } else {
      new LogReport(new TerminalWriter(spec), Clock.getDefault().now()).write(report);
    }
    return report.isSound() ? ExitCode.OK : ExitCode.DAMAGED;
  }
}
