/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.processes.ExitingApplication.End;
import dev.fanlight.exporters.processes.ExitingApplication.Work;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a JVM whose tracer provider is closed late or never. */
@Timeout(60)
class ExitIT {

  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource(End.class)
  void the_last_line_says_what_was_not_delivered_and_why(End end) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ScriptedVendor sound = ScriptedVendor.start(request -> Reply.OK)) {
      ChildJvm jvm = end(Work.ENDED, end, """
          shutdown_timeout: 4s
          vendors:
            sound: {type: otlp, endpoint: "%s"}
            silent: {type: otlp, endpoint: "http://127.0.0.1:%d/v1/traces"}
            down: {type: otlp, endpoint: "http://127.0.0.1:1/v1/traces"}
          """.formatted(sound.endpoint(), silent.getLocalPort()));

      assertThat(sound.taken()).hasSize(100);
      assertThat(jvm.lines())
          .last()
          .asString()
          .startsWith("LOG WARNING the JVM ends; spans not delivered, by vendor: silent 100 (")
          .contains("no answer", "down 100 (")
          .containsIgnoringCase("connection refused")
          .doesNotContain("sound");
      assertThat(jvm.lines()).filteredOn(line -> line.contains("the JVM ends")).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void nothing_is_said_where_everything_was_delivered(End end) throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      ChildJvm jvm = end(Work.ENDED, end, to(vendor));

      assertThat(vendor.taken()).hasSize(100);
      assertThat(jvm.lines()).filteredOn(line -> line.startsWith("LOG")).hasSize(1);
      assertThat(jvm.lines()).last().isEqualTo("ENDING");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Work.class,
      names = {"IN_FLIGHT", "IN_FLIGHT_AND_CLOSED", "IN_FLIGHT_AUTOCONFIGURED"})
  void spans_of_requests_in_flight_at_the_end_are_delivered(Work work) throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      ChildJvm jvm = end(work, End.SIGTERM, to(vendor));

      assertThat(vendor.taken()).hasSize(5);
      assertThat(jvm.lines()).last().isEqualTo("ENDING");
    }
  }

  @Test
  void spans_that_requests_in_flight_start_after_the_signal_are_delivered() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      ChildJvm jvm = end(Work.LATE_CHILDREN_AUTOCONFIGURED, End.SIGTERM, to(vendor));

      assertThat(vendor.taken()).hasSize(10);
      assertThat(jvm.lines()).last().isEqualTo("ENDING");
    }
  }

  @Test
  void requests_that_outlive_the_timeout_cost_neither_the_exit_nor_their_children()
      throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      ChildJvm jvm =
          end(Work.NEVER_ENDING_AUTOCONFIGURED, End.SIGTERM, "shutdown_timeout: 3s\n" + to(vendor));

      assertThat(vendor.taken()).hasSize(5);
      assertThat(jvm.lines()).last().isEqualTo("ENDING");
    }
  }

  @Test
  void an_exit_does_not_wait_for_a_span_that_was_left_open_long_ago() throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK)) {
      ChildJvm jvm = end(Work.LEFT_OPEN, End.EXIT, "shutdown_timeout: 30s\n" + to(vendor));

      assertThat(jvm.lifetimeAfterLastLook()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void an_owner_that_closes_late_has_the_last_line() throws Exception {
    ChildJvm jvm = end(Work.IN_FLIGHT_AND_CLOSED, End.SIGTERM, """
        shutdown_timeout: 1s
        vendors: {down: {type: otlp, endpoint: "http://127.0.0.1:1/v1/traces"}}
        """);

    assertThat(jvm.lines())
        .last()
        .asString()
        .startsWith("LOG WARNING fan-out closed; spans not delivered, by vendor: down 5 (");
  }

  @Test
  void spans_that_stay_on_disk_are_in_the_last_line_and_sent_after_the_next_start()
      throws Exception {
    String disk =
        "buffer: {disk: {path: \"%s\"}}\nshutdown_timeout: 1s\n".formatted(folder.resolve("log"));
    ChildJvm first = end(Work.ENDED, End.SIGTERM, disk + """
        vendors: {a: {type: otlp, endpoint: "http://127.0.0.1:1/v1/traces"}}
        """);

    assertThat(first.lines())
        .last()
        .asString()
        .startsWith("LOG INFO the JVM ends; spans that stay in the log ")
        .endsWith("by vendor: a 100");
  }

  private static String to(ScriptedVendor vendor) {
    return "vendors: {a: {type: otlp, endpoint: \"%s\"}}".formatted(vendor.endpoint());
  }

  private ChildJvm end(Work work, End end, String yaml) throws Exception {
    Path config = Files.writeString(folder.resolve("fanlight.yaml"), yaml);
    List<String> arguments = List.of(
        "-Djava.util.logging.SimpleFormatter.format=LOG %4$s %5$s%n",
        "-Dotel.service.name=exiting",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        ExitingApplication.class.getName(),
        config.toString(),
        work.name(),
        end.name());
    ChildJvm jvm = ChildJvm.start(List.of(), arguments, folder.resolve("application.log"));
    try (jvm) {
      jvm.awaitOutput("ENDING");
      if (end == End.SIGTERM) {
        jvm.terminate();
      } else {
        jvm.awaitEnd();
      }
    }
    return jvm;
  }
}
