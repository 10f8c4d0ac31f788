/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.text.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fanlight agent}. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Writes a copy of OpenTelemetry's Java agent with Fanlight inside.")
final class AgentCommand implements Callable<Integer> {

  /** The jar of fanlight-agent-extension, which the build puts beside the classes. */
  private static final String EXTENSION = "fanlight-agent-extension.jar";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(paramLabel = "AGENT", description = "The agent: opentelemetry-javaagent.jar.")
  @SuppressWarnings("NullAway.Init") // required
  private Path agent;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "fanlight-agent.jar",
      description = "Write to this file, which must not exist. Default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init") // has a default
  private Path output;

  @Option(
      names = "--with",
      paramLabel = "JAR",
      split = ",",
      description = "Jars with further vendor types or sections, and the libraries that they need.")
  private List<Path> plugins = new ArrayList<>();

  @Override
  public Integer call() {
    String problem = write();
    if (problem != null) {
      spec.commandLine().getErr().println("fanlight agent: " + ForeignText.clean(problem));
      return ExitCode.USAGE;
    }
    new TerminalWriter(spec)
        .line("written; run: FANLIGHT_CONFIG=fanlight.yaml java -javaagent:" + output
            + " -jar shop.jar");
    return ExitCode.OK;
  }

  /** Writes the jar, or returns the reason for not doing it. */
  private @Nullable String write() {
    if (Files.exists(output)) {
      return output + " exists already; name another file, or remove it";
    }
    try {
      ExtensionJar extension = ExtensionJar.read(extension());
      extension.addAll(plugins);
      AgentJar.write(agent, extension.bytes(), output);
      return null;
    } catch (RefusedJarException refused) {
      return refused.sentence();
    } catch (FileAlreadyExistsException there) {
      return output + " exists already; name another file, or remove it";
    } catch (AccessDeniedException forbidden) {
      return forbidden.getFile()
          + " is not accessible; check its permissions and those of its folder";
    } catch (IOException e) {
      return output.toAbsolutePath() + " cannot be written (" + e.getClass().getSimpleName()
          + "); name another file, or check the disk";
    }
  }

  private static byte[] extension() throws IOException {
    try (InputStream in = Objects.requireNonNull(
        AgentCommand.class.getResourceAsStream(EXTENSION),
        "the jar of the command holds no extension")) {
      return in.readAllBytes();
    }
  }
}
