/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.KeyPrefix;
import java.util.List;
import java.util.function.Function;

/** The Elastic Common Schema, dotted or nested. */
final class Ecs {
  /** The schema's version whose names these are. */
  static final String VERSION = "9.4.0";

  private Ecs() {}

  static List<LogField> line(EncoderSettings setup, boolean isNested) {
    Function<String, FieldKey> key = naming(isNested);
    ServiceIdentity service = setup.service();
    return List.of(
        new TimestampField(key.apply("@timestamp")),
        EventTextField.level(key.apply("log.level")),
        EventTextField.message(key.apply("message")),
        ConstantFields.builder()
            .put(key.apply("ecs.version"), VERSION)
            .put(key.apply("service.name"), service.name())
            .put(key.apply("service.version"), service.version())
            .put(key.apply("service.environment"), service.environment())
            .put(key.apply("service.node.name"), service.instanceId())
            .build(),
        EventTextField.thread(key.apply("process.thread.name")),
        EventTextField.logger(key.apply("log.logger")),
        new CallerFields(
            key.apply("log.origin.file.name"),
            key.apply("log.origin.file.line"),
            key.apply("log.origin.function")),
        new TagsField(key.apply("tags")),
        AgentFields.elastic(key.apply("error.id")),
        new ErrorFields(
            key.apply("error.type"),
            key.apply("error.message"),
            key.apply("error.grouping_key"),
            key.apply("error.stack_trace"),
            setup.stackTrace()));
  }

  static List<LogField> join(boolean isNested) {
    Function<String, FieldKey> key = naming(isNested);
    return List.of(
        new TraceField(key.apply("trace.id"), EventTrace::traceId),
        new TraceField(key.apply("transaction.id"), EventTrace::localRootId),
        new TraceField(key.apply("span.id"), EventTrace::spanId));
  }

  /**
   * {@code event.dataset}: last of the fixed fields, and not one of the encoded ones, so that the other {@code event.*} that
   * a line may have join it in one object.
   */
  static LogField dataset(EncoderSettings setup, boolean isNested) {
    String name = setup.service().name();
    return new EventTextField(naming(isNested).apply("event.dataset"), event -> name);
  }

  static LabelUserFields labels(boolean isNested) {
    return isNested
        ? new LabelUserFields(KeyPrefix.nested("labels"), KeyPrefix.nested("numeric_labels"))
        : new LabelUserFields(KeyPrefix.dotted("labels"), KeyPrefix.dotted("numeric_labels"));
  }

  static Function<String, FieldKey> naming(boolean isNested) {
    return isNested ? FieldKey::nested : FieldKey::dotted;
  }
}
