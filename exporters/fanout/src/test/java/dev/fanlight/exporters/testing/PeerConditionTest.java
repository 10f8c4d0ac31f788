/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerConditionTest {
  private static final String[] PACKAGES = {"rsyslog", "rsyslog-elasticsearch"};

  @TempDir
  private Path folder;

  @Test
  void a_class_runs_if_each_program_is_installed() throws Exception {
    Path program = Files.createFile(folder.resolve("rsyslogd"));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));

    List<String> missing = PeerCondition.missing(List.of("rsyslogd"), List.of(folder));

    assertThat(missing).isEmpty();
    assertThat(PeerCondition.evaluate("ShipIT", missing, PACKAGES, true).isDisabled())
        .isFalse();
  }

  @Test
  void a_missing_program_is_named_with_the_command_that_installs_it() {
    List<String> missing = PeerCondition.missing(List.of("rsyslogd"), List.of(folder));

    var result = PeerCondition.evaluate("ShipIT", missing, PACKAGES, false);

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason())
        .hasValue("rsyslogd is not installed; install it with:"
            + " apt-get install --no-install-recommends rsyslog rsyslog-elasticsearch");
  }

  @Test
  void a_missing_program_fails_the_class_where_peers_are_required() {
    assertThatThrownBy(() -> PeerCondition.evaluate("ShipIT", List.of("rsyslogd"), PACKAGES, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ShipIT is required by -Dpeers=required, but rsyslogd")
        .hasMessageContaining("apt-get install --no-install-recommends rsyslog");
  }

  @Test
  void a_mistyped_value_of_peers_is_refused() {
    assertThat(PeerCondition.isRequired("required")).isTrue();
    assertThat(PeerCondition.isRequired("installed")).isFalse();
    assertThatThrownBy(() -> PeerCondition.isRequired("require"))
        .hasMessageContaining(
            "-Dpeers=require: the values are installed (the default) and required");
  }
}
