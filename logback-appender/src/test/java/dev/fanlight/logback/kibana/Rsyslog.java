/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.kibana;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real shipper that follows a file and sends each of its lines to a data stream. */
final class Rsyslog implements AutoCloseable {
  /*
   * The action has no queue of its own: such a queue holds a thousand lines, and loses what finds no room within two seconds,
   * without a word. So the main queue fills instead, and that makes imfile wait.
   */
  private static final Path BINARY = Path.of("/usr/sbin/rsyslogd");

  private static final String CONFIG = """
      module(load="imfile" PollingInterval="1")
      module(load="omelasticsearch")
      global(workDirectory="%1$s/work" maxMessageSize="64k")
      input(type="imfile" File="%2$s" Tag="app:" ruleset="es")
      template(name="raw" type="list"){ property(name="msg") }
      template(name="bid" type="string" string="%%uuid%%")
      ruleset(name="es"){
        action(type="omelasticsearch" server="127.0.0.1" serverport="%3$d" usehttps="off"
          searchIndex="%4$s" searchType="" template="raw" bulkmode="on" writeoperation="create"
          dynbulkid="on" bulkid="bid" errorfile="%1$s/errors.json"
          action.resumeretrycount="-1")
      }
      """;

  private final Process process;
  private final Path folder;

  private Rsyslog(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  static Rsyslog follow(Path file, int port, String dataStream, Path folder) throws IOException {
    if (!Files.isExecutable(BINARY) || !Files.exists(module())) {
      throw new AssertionError(
          "This test ships logs with the real rsyslog, which is not here; install it:"
              + " apt-get install --no-install-recommends rsyslog rsyslog-elasticsearch");
    }
    Files.createDirectories(folder.resolve("work"));
    Path config = folder.resolve("rsyslog.conf");
    Files.writeString(config, CONFIG.formatted(folder, file, port, dataStream), UTF_8);
    Process process = new ProcessBuilder(BINARY.toString(), "-n", "-iNONE", "-f", config.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("rsyslog.out").toFile())
        .start();
    return new Rsyslog(process, folder);
  }

  /** What the data stream did not take; empty if it took everything. */
  String rejected() throws IOException {
    Path errors = folder.resolve("errors.json");
    return Files.exists(errors) ? Files.readString(errors, UTF_8) : "";
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Path module() throws IOException {
    try (var folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(folder -> folder.resolve("rsyslog/omelasticsearch.so"))
          .filter(Files::exists)
          .findFirst()
          .orElse(Path.of("/usr/lib/rsyslog/omelasticsearch.so"));
    }
  }
}
