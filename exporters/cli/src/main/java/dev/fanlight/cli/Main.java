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

/** The top of the command. */
@Command(
    name = "fanlight",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "One application's telemetry to many vendors, from one YAML file.",
    subcommands = {
      CheckCommand.class,
      VendorsCommand.class,
      InitCommand.class,
      SchemaCommand.class,
      LogCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:all is well",
      " 1:the file has errors",
      " 2:the command line is wrong",
      " 3:the file is right, and a vendor did not take the probe",
      " 4:the log on disk is damaged",
      "70:a defect of the command itself"
    },
    footer = {
      "",
      "Colours are used on a terminal, unless NO_COLOR is set.",
    })
public final class Main {

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... args) {
    Logger.getLogger("").setLevel(Level.SEVERE); // the command says what there is to say
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main())
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Main::defect);
    commandLine.setOut(new PrintWriter(commandLine.getOut(), true));
    return commandLine;
  }

  private static int defect(
      Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
    // without the message: it is unexpected, and may hold anything
    commandLine.getErr().println("fanlight: a defect, " + exception.getClass().getName());
    for (StackTraceElement element : exception.getStackTrace()) {
      commandLine.getErr().println("  at " + element);
    }
    return ExitCode.DEFECT;
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"fanlight " + (version == null ? "dev" : version)};
    }
  }
}
