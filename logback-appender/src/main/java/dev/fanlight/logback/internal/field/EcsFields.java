/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.List;

/** The row of the Elastic Common Schema in the table of profiles, in either form of names. */
final class EcsFields {
  /** The version of the schema that defines these names. */
  static final String VERSION = "9.4.0";

  private EcsFields() {}

  /*
   * event.dataset is the last of the fixed fields and not one of the encoded constants, so that the event.* fields of a
   * request line join it in one object.
   */
  static ProfileFields in(KeyForm form) {
    return new ProfileFields(
        form,
        FieldOrder.THREAD_BEFORE_LOGGER,
        new TimestampField(form.key("@timestamp")),
        EventTextField.level(form.key("log.level")),
        null,
        EventTextField.message(form.key("message")),
        ConstantFields.of(form.key("ecs.version"), VERSION),
        service(form),
        EventTextField.thread(form.key("process.thread.name")),
        EventTextField.logger(form.key("log.logger")),
        new CallerFields(
            form.key("log.origin.file.name"),
            form.key("log.origin.file.line"),
            form.key("log.origin.function")),
        new TagsField(form.key("tags")),
        AgentFields.elastic(form.key("error.id")),
        new ErrorKeys(
            form.key("error.type"),
            form.key("error.message"),
            form.key("error.grouping_key"),
            form.key("error.stack_trace")),
        service -> TraceFields.ecs(form),
        form.key("event.dataset"),
        form.key("log.truncated"),
        true);
  }

  private static List<ServiceField> service(KeyForm form) {
    return List.of(
        new ServiceField(form.key("service.name"), ServiceIdentity::name),
        new ServiceField(form.key("service.version"), ServiceIdentity::version),
        new ServiceField(form.key("service.environment"), ServiceIdentity::environment),
        new ServiceField(form.key("service.node.name"), ServiceIdentity::instanceId));
  }
}
