/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The command {@code fanlight}, with its subcommands. */
@Command(
    name = "fanlight",
    mixinStandardHelpOptions = true,
    versionProvider = FanlightCommand.Version.class,
    description = "Sends the telemetry of one application to many vendors, from one YAML file.",
    subcommands = {
      CheckCommand.class,
      VendorsCommand.class,
      InitCommand.class,
      SchemaCommand.class,
      LogCommand.class,
      TopCommand.class,
      RelayCommand.class,
      AgentCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:success",
      " 1:the file has errors",
      " 2:the command line is wrong",
      " 3:the file is valid, but a vendor did not accept the probe",
      " 4:the log on disk is damaged",
      "70:an unexpected error in the command itself"
    },
    footer = {
      "",
      "Colours are used on a terminal, unless NO_COLOR is set.",
    })
public final class FanlightCommand {

  private FanlightCommand() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... args) {
    Logger.getLogger("").setLevel(Level.SEVERE); // the command reports problems itself
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new FanlightCommand())
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(FanlightCommand::defect);
    commandLine.setOut(new PrintWriter(commandLine.getOut(), true));
    return commandLine;
  }

  private static int defect(
      Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
    // without the message of the exception: it may hold a secret
    commandLine
        .getErr()
        .println("fanlight: unexpected error " + exception.getClass().getName());
    for (StackTraceElement element : exception.getStackTrace()) {
      commandLine.getErr().println("  at " + element);
    }
    return ExitCode.DEFECT;
  }

  /** Version provider that reads the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = FanlightCommand.class.getPackage().getImplementationVersion();
      return new String[] {"fanlight " + (version == null ? "dev" : version)};
    }
  }
}
