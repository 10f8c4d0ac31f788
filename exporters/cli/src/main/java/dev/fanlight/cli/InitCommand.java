/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.VendorType;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fanlight init}. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Writes a commented starter configuration for the given vendor types.")
final class InitCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(
      paramLabel = "VENDOR",
      arity = "1..*",
      description = "Vendor types; fanlight vendors lists them.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to this file, which must not exist. Default: the standard output.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    List<VendorType> all = VendorType.all(InitCommand.class.getClassLoader());
    List<VendorType> chosen = new ArrayList<>();
    for (String name : names) {
      Optional<VendorType> type =
          all.stream().filter(each -> each.type().equals(name)).findFirst();
      if (type.isEmpty()) {
        spec.commandLine().getErr().println("fanlight init: " + VendorType.advice(name, all));
        return ExitCode.USAGE;
      }
      chosen.add(type.get());
    }
    return write(StarterFile.of(chosen));
  }

  private int refuse(String problem) {
    spec.commandLine().getErr().println("fanlight init: " + problem);
    return ExitCode.USAGE;
  }

  private int write(String text) {
    if (output == null) {
      new TerminalWriter(spec).raw(text);
      return ExitCode.OK;
    }
    try {
      Files.writeString(output, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException there) {
      return refuse(output + " exists already; name another file");
    } catch (NoSuchFileException noFolder) {
      Path folder = Objects.requireNonNull(output.toAbsolutePath().getParent());
      return refuse(
          Files.isDirectory(folder)
              ? "no file can be created in " + folder + "; name another folder"
              : "the folder " + folder + " does not exist; create it first");
    } catch (AccessDeniedException forbidden) {
      return refuse(output.toAbsolutePath() + " cannot be written; check the folder's permissions");
    } catch (IOException unwritable) {
      return refuse(output.toAbsolutePath() + " cannot be written ("
          + unwritable.getClass().getSimpleName() + "); name another file, or check the disk");
    }
    new TerminalWriter(spec)
        .line("written; set its variables, then run: fanlight check --send " + output);
    return ExitCode.OK;
  }
}
