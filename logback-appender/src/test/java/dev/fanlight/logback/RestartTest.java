/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Starting twice, starting again, interrupting the writer: neither leaks a thread nor ends asynchronous logging. */
class RestartTest {
  private final Set<Thread> before = writers();
  private final Logs logs = new Logs();

  @Test
  void a_second_start_starts_nothing() {
    CapturingAppender capturing = capturing();
    capturing.start();
    capturing.start();

    assertThat(started()).hasSize(1);
    capturing.stop();
    Awaitility.await().atMost(10, SECONDS).until(() -> started().isEmpty());
  }

  @Test
  void an_appender_that_was_stopped_may_start_again() {
    CapturingAppender capturing = capturing();
    logs.root(capturing);
    logs.logger.info("one");
    capturing.stop();
    logs.logger.info("nobody writes this");
    capturing.addAppender(logs.sink(new FanlightEncoder(Environments.EMPTY)));
    capturing.start();

    logs.logger.info("two");
    logs.close();

    assertThat(logs.lines()).extracting(line -> line.get("message")).containsExactly("one", "two");
  }

  @Test
  void an_interrupt_of_the_writer_thread_ends_nothing() {
    logs.root(capturing());
    for (int i = 0; i < 100; i++) {
      started().forEach(Thread::interrupt);
      logs.logger.info("line {}", i);
    }
    logs.close();

    assertThat(logs.lines()).hasSize(100);
  }

  private CapturingAppender capturing() {
    var capturing = new CapturingAppender();
    capturing.setQueueSize(16);
    return logs.inside(capturing, logs.sink(new FanlightEncoder(Environments.EMPTY)));
  }

  private Set<Thread> started() {
    Set<Thread> started = writers();
    started.removeAll(before);
    return started;
  }

  private static Set<Thread> writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("fanlight-log-writer"))
        .collect(Collectors.toSet());
  }
}
