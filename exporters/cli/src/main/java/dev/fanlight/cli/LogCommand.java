/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.Json;
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

/** {@code fanlight log}. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what waits in the folder of buffer.disk, and verifies every checksum.",
      "Changes nothing and keeps no lock: the application may run or not."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every slot is a sound log, or another user's who keeps it closed",
      "2:wrong command line, or no log in the folder",
      "4:a segment or the vendors' places are damaged, spans are lost, or a slot is none of a log"
    })
final class LogCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "buffer.disk.path, or one slot-N in it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private Path folder;

  @Option(names = "--json", description = "Write JSON for a program to read.")
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
      new Screen(spec).raw(Json.print(LogJson.of(report)));
    } else {
      new LogReport(new Screen(spec), Clock.getDefault().now()).write(report);
    }
    return report.isSound() ? ExitCode.OK : ExitCode.DAMAGED;
  }
}
