/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.config.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code fanlight schema}. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description =
        "Writes the JSON Schema of the configuration file, for completion and validation in an editor.")
final class SchemaCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Override
  public Integer call() {
    new TerminalWriter(spec).raw(JsonSchema.of(SchemaCommand.class.getClassLoader()));
    return ExitCode.OK;
  }
}
