/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;

/** Values that change between the call and the line: the line says what was true at the call. */
class ChangingValuesTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Logs logs = new Logs();

  @Test
  void a_line_written_later_tells_the_values_of_the_call() {
    logs.root(behindGate());
    var items = new ArrayList<>(List.of(1));
    var counter = new AtomicInteger(1);
    var map = new HashMap<>(Map.of("k", 1));
    var text = new StringBuilder("one");
    int[] array = {1};

    logs.logger
        .atInfo()
        .addKeyValue("items", items)
        .addKeyValue("counter", counter)
        .addKeyValue("text", text)
        .addKeyValue("array", array)
        .addMarker(Markers.append("marker", map))
        .addArgument(StructuredArguments.keyValue("argument", items))
        .log("{}");
    items.add(2);
    counter.set(2);
    map.put("k", 2);
    text.append(" two");
    array[0] = 2;
    gate.countDown();

    assertThat(logs.line())
        .containsEntry("message", "argument=[1]")
        .containsEntry("labels.items", "[1]")
        .containsEntry("numeric_labels.counter", 1)
        .containsEntry("labels.text", "one")
        .containsEntry("labels.array", "[1]")
        .containsEntry("labels.marker", "{\"k\":1}")
        .containsEntry("labels.argument", "[1]");
  }

  @Test
  void values_are_read_on_the_logging_thread() {
    logs.root(behindGate());
    var reader = new ArrayList<String>();

    logs.logger.atInfo().addKeyValue("k", namesItsThread(reader)).log("");
    gate.countDown();
    logs.close();

    assertThat(reader).containsExactly(Thread.currentThread().getName());
  }

  private static Object namesItsThread(List<String> threads) {
    return new Object() {
      @Override
      public String toString() {
        threads.add(Thread.currentThread().getName());
        return "k";
      }
    };
  }

  /** As {@code console-async.xml} has it; no line is made before the gate opens. */
  private CapturingAppender behindGate() {
    var capturing = new CapturingAppender();
    capturing.setQueueSize(16);
    var sink = logs.sink(new FanlightEncoder(Environments.EMPTY));
    sink.addFilter(new Gate(gate));
    return logs.inside(capturing, sink);
  }
}
