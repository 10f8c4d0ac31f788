/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.WarnStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StderrStatusListenerTest {
  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void listen() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    System.setErr(new PrintStream(printed, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(stderr);
    context.stop();
  }

  @Test
  void a_warning_is_printed_once_however_often_the_configuration_is_read_again() throws Exception {
    warn("before the first");
    configure("console.xml");
    warn("after the first");
    for (int i = 0; i < 3; i++) {
      context.reset();
      warn("between, " + i);
      configure("console.xml");
      warn("after, " + i);
    }

    assertThat(printed("before the first")).isEqualTo(1);
    assertThat(printed("after the first")).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      assertThat(printed("between, " + i)).isEqualTo(1);
      assertThat(printed("after, " + i)).isEqualTo(1);
    }
  }

  @Test
  void two_includes_print_a_warning_once() throws Exception {
    configure("console.xml", "console-async.xml");
    warn("disk nearly full");

    assertThat(printed("disk nearly full")).isEqualTo(1);
  }

  @Test
  void equal_warnings_at_different_times_are_two() throws Exception {
    configure("console.xml");
    warn("disk nearly full");
    warn("disk nearly full");

    assertThat(printed("disk nearly full")).isEqualTo(2);
  }

  private void warn(String message) {
    context.getStatusManager().add(new WarnStatus(message, "test"));
  }

  private void configure(String... includes) throws JoranException {
    var xml = new StringBuilder("<configuration>");
    for (String include : includes) {
      xml.append("<include resource=\"dev/fanlight/logback/").append(include).append("\"/>");
    }
    xml.append("</configuration>");
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(new ByteArrayInputStream(xml.toString().getBytes(UTF_8)));
  }

  private long printed(String message) {
    return printed
        .toString(UTF_8)
        .lines()
        .filter(line -> line.contains(message))
        .count();
  }
}
