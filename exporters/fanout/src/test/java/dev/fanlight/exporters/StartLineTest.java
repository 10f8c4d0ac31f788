/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.transport.Transports;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartLineTest {

  @Test
  void it_says_who_gets_what_over_which_buffer_and_no_credentials() {
    assertThat(line("""
            buffer: {memory: 16MiB}
            vendors:
              a: {type: otlp, endpoint: "https://otlp.acme.example/s3cr3t/v1/traces?k=s3cr3t"}
              b: {type: otlp, endpoint: "http://localhost:4318", sample: 2.5%}
            """))
        .isEqualTo("Fanlight sends spans to a (https://otlp.acme.example),"
            + " b (http://localhost:4318, 2.5% of traces); buffer 16 MiB in memory");
  }

  @Test
  void it_says_what_waits_on_disk() {
    assertThat(line("""
            buffer: {memory: 16MiB, disk: {path: /var/lib/fanlight, limit: 2GiB}}
            vendors: {a: {type: otlp, endpoint: "http://localhost:4318"}}
            """))
        .isEqualTo("Fanlight sends spans to a (http://localhost:4318); buffer 2048 MiB on disk in"
            + " /var/lib/fanlight where 1234 spans wait, 16 MiB in memory");
  }

  @Test
  void it_names_the_sections_that_run() {
    assertThat(line("vendors: {a: {type: otlp}}", "metrics", "request_log"))
        .endsWith(" MiB in memory; metrics; request_log");
  }

  @Test
  void it_says_that_nothing_runs() {
    assertThat(line("enabled: false"))
        .isEqualTo("Fanlight is switched off: nothing is sent and nothing runs");
  }

  private static String line(String yaml, String... sections) {
    return ConfigLoader.of(ConfigSource.ofText(yaml), Transports.CHECK).load()
            instanceof LoadResult.Usable usable
        ? StartLine.of(usable.configuration(), List.of(sections), 1_234, true)
        : "refused";
  }
}
