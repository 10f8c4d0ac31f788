/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.Trace;
import dev.fanlight.logback.internal.json.Key;
import dev.fanlight.logback.internal.json.Prefix;
import java.util.List;
import java.util.function.Function;

/** The Elastic Common Schema, dotted or nested. */
final class Ecs {
  /** The schema's version whose names these are. */
  static final String VERSION = "9.4.0";

  private Ecs() {}

  static List<Field> line(Setup setup, boolean isNested) {
    Function<String, Key> key = naming(isNested);
    Service service = setup.service();
    return List.of(
        new Timestamp(key.apply("@timestamp")),
        EventText.level(key.apply("log.level")),
        EventText.message(key.apply("message")),
        Constants.builder()
            .put(key.apply("ecs.version"), VERSION)
            .put(key.apply("service.name"), service.name())
            .put(key.apply("service.version"), service.version())
            .put(key.apply("service.environment"), service.environment())
            .put(key.apply("service.node.name"), service.instanceId())
            .build(),
        EventText.thread(key.apply("process.thread.name")),
        EventText.logger(key.apply("log.logger")),
        new Origin(
            key.apply("log.origin.file.name"),
            key.apply("log.origin.file.line"),
            key.apply("log.origin.function")),
        new Tags(key.apply("tags")),
        AgentFields.elastic(key.apply("error.id")),
        new ErrorFields(
            key.apply("error.type"),
            key.apply("error.message"),
            key.apply("error.grouping_key"),
            key.apply("error.stack_trace"),
            setup.stackTrace()));
  }

  static List<Field> join(boolean isNested) {
    Function<String, Key> key = naming(isNested);
    return List.of(
        new TracePart(key.apply("trace.id"), Trace::traceId),
        new TracePart(key.apply("transaction.id"), Trace::localRootId),
        new TracePart(key.apply("span.id"), Trace::spanId));
  }

  /**
   * {@code event.dataset}: last of the fixed fields, and not one of the encoded ones, so that the other {@code event.*} that
   * a line may have join it in one object.
   */
  static Field dataset(Setup setup, boolean isNested) {
    String name = setup.service().name();
    return new EventText(naming(isNested).apply("event.dataset"), event -> name);
  }

  static Labels labels(boolean isNested) {
    return isNested
        ? new Labels(Prefix.nested("labels"), Prefix.nested("numeric_labels"))
        : new Labels(Prefix.dotted("labels"), Prefix.dotted("numeric_labels"));
  }

  static Function<String, Key> naming(boolean isNested) {
    return isNested ? Key::nested : Key::dotted;
  }
}
