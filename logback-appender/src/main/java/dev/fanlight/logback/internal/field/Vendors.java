/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;

/** The lines of every profile but ECS, without their trace. */
final class Vendors {
  private Vendors() {}

  static List<LogField> otel(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("timestamp")),
        EventTextField.level(key("severity_text")),
        new SeverityField.OtelNumber(key("severity_number")),
        EventTextField.message(key("body")),
        resource(setup.service()),
        EventTextField.thread(key("thread.name")),
        EventTextField.logger(key("scope.name")),
        new TagsField(key("tags")),
        error(
            setup,
            "exception.type",
            "exception.message",
            "exception.hash",
            "exception.stacktrace"));
  }

  static List<LogField> logstash(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("@timestamp")),
        ConstantFields.builder().put(key("@version"), "1").build(),
        EventTextField.message(key("message")),
        EventTextField.logger(key("logger_name")),
        EventTextField.thread(key("thread_name")),
        EventTextField.level(key("level")),
        new SeverityField.LogbackNumber(key("level_value")),
        resource(setup.service()),
        new TagsField(key("tags")),
        error(setup, "throwable_class", "throwable_message", "stack_hash", "stack_trace"));
  }

  static List<LogField> datadog(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("timestamp")),
        EventTextField.level(key("status")),
        EventTextField.message(key("message")),
        ConstantFields.builder().put(key("service"), setup.service().name()).build(),
        EventTextField.logger(key("logger.name")),
        EventTextField.thread(key("logger.thread_name")),
        new TagsField(key("tags")),
        error(setup, "error.kind", "error.message", "error.fingerprint", "error.stack"));
  }

  static List<LogField> newRelic(EncoderSettings setup) {
    return List.of(
        new EpochMillisField(key("timestamp")),
        EventTextField.level(key("log.level")),
        EventTextField.message(key("message")),
        ConstantFields.builder()
            .put(key("entity.name"), setup.service().name())
            .put(key("service.name"), setup.service().name())
            .put(key("service.version"), setup.service().version())
            .build(),
        EventTextField.logger(key("logger.name")),
        EventTextField.thread(key("thread.name")),
        new TagsField(key("tags")),
        error(setup, "error.class", "error.message", "error.hash", "error.stack"));
  }

  static List<LogField> googleCloud(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("time")),
        EventTextField.message(key("message")),
        ConstantFields.builder()
            .put(FieldKey.nested("serviceContext.service"), setup.service().name())
            .put(FieldKey.nested("serviceContext.version"), setup.service().version())
            .build(),
        EventTextField.logger(key("logger")),
        EventTextField.thread(key("thread")),
        new TagsField(key("tags")),
        error(setup, "error_type", "error_message", "error_hash", "stack_trace"));
  }

  static List<LogField> splunk(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("time")),
        EventTextField.level(key("severity")),
        EventTextField.message(key("message")),
        ConstantFields.builder()
            .put(key("service.name"), setup.service().name())
            .put(key("service.version"), setup.service().version())
            .put(key("deployment.environment"), setup.service().environment())
            .build(),
        EventTextField.logger(key("logger")),
        EventTextField.thread(key("thread")),
        new TagsField(key("tags")),
        error(
            setup,
            "exception.type",
            "exception.message",
            "exception.hash",
            "exception.stacktrace"));
  }

  static List<LogField> honeycomb(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("timestamp")),
        EventTextField.level(key("severity")),
        EventTextField.message(key("body")),
        resource(setup.service()),
        EventTextField.logger(key("library.name")),
        EventTextField.thread(key("thread.name")),
        new TagsField(key("tags")),
        error(
            setup,
            "exception.type",
            "exception.message",
            "exception.hash",
            "exception.stacktrace"));
  }

  static List<LogField> dynatrace(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("timestamp")),
        EventTextField.level(key("loglevel")),
        EventTextField.message(key("content")),
        resource(setup.service()),
        EventTextField.logger(key("log.logger")),
        EventTextField.thread(key("thread.name")),
        new TagsField(key("tags")),
        error(
            setup,
            "exception.type",
            "exception.message",
            "exception.hash",
            "exception.stack_trace"));
  }

  static List<LogField> xray(EncoderSettings setup) {
    return List.of(
        new TimestampField(key("timestamp")),
        EventTextField.level(key("level")),
        EventTextField.message(key("message")),
        resource(setup.service()),
        EventTextField.logger(key("logger")),
        EventTextField.thread(key("thread")),
        new TagsField(key("tags")),
        error(
            setup,
            "exception.type",
            "exception.message",
            "exception.hash",
            "exception.stacktrace"));
  }

  /** The resource by OpenTelemetry's own names. */
  private static LogField resource(ServiceIdentity service) {
    return ConstantFields.builder()
        .put(key("service.name"), service.name())
        .put(key("service.namespace"), service.namespace())
        .put(key("service.version"), service.version())
        .put(key("service.instance.id"), service.instanceId())
        .put(key("deployment.environment.name"), service.environment())
        .build();
  }

  private static LogField error(
      EncoderSettings setup, String type, String message, String hash, String stackTrace) {
    return new ErrorFields(key(type), key(message), key(hash), key(stackTrace), setup.stackTrace());
  }

  private static FieldKey key(String name) {
    return FieldKey.dotted(name);
  }
}
