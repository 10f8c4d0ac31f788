/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import static dev.fanlight.logback.internal.json.FieldKey.dotted;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The profiles: for each, the field names that one reader of log lines expects. */
public enum LogProfile {
  /** The Elastic Common Schema with dotted names, as Elastic's ecs-logging libraries write it. */
  ECS(EcsFields.in(KeyForm.DOTTED)),

  /** The Elastic Common Schema in nested objects, for readers that do not expand dots. */
  ECS_NESTED(EcsFields.in(KeyForm.NESTED)),

  /** OpenTelemetry's "Trace Context in non-OTLP Log Formats"; other fields by the names of its log data model. */
  OTEL(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.THREAD_BEFORE_LOGGER,
      new TimestampField(dotted("timestamp")),
      EventTextField.level(dotted("severity_text")),
      new SeverityField.OtelNumber(dotted("severity_number")),
      EventTextField.message(dotted("body")),
      null,
      ServiceField.RESOURCE,
      EventTextField.thread(dotted("thread.name")),
      EventTextField.logger(dotted("scope.name")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted(
          "exception.type", "exception.message", "exception.hash", "exception.stacktrace"),
      service -> TraceFields.otel(),
      null,
      dotted("log_truncated"),
      false)),

  /** The names of logstash-logback-encoder. */
  LOGSTASH(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGSTASH,
      new TimestampField(dotted("@timestamp")),
      EventTextField.level(dotted("level")),
      new SeverityField.LogbackNumber(dotted("level_value")),
      EventTextField.message(dotted("message")),
      ConstantFields.of(dotted("@version"), "1"),
      ServiceField.RESOURCE,
      EventTextField.thread(dotted("thread_name")),
      EventTextField.logger(dotted("logger_name")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted("throwable_class", "throwable_message", "stack_hash", "stack_trace"),
      service -> TraceFields.otel(),
      null,
      dotted("log_truncated"),
      false)),

  /** Datadog's reserved and standard attributes. */
  DATADOG(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGGER_BEFORE_THREAD,
      new TimestampField(dotted("timestamp")),
      EventTextField.level(dotted("status")),
      null,
      EventTextField.message(dotted("message")),
      null,
      List.of(ServiceField.dotted("service", ServiceIdentity::name)),
      EventTextField.thread(dotted("logger.thread_name")),
      EventTextField.logger(dotted("logger.name")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted("error.kind", "error.message", "error.fingerprint", "error.stack"),
      TraceFields::datadog,
      null,
      dotted("log_truncated"),
      false)),

  /** New Relic's logs in context. */
  NEW_RELIC(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGGER_BEFORE_THREAD,
      new EpochMillisField(dotted("timestamp")),
      EventTextField.level(dotted("log.level")),
      null,
      EventTextField.message(dotted("message")),
      null,
      List.of(
          ServiceField.dotted("entity.name", ServiceIdentity::name),
          ServiceField.dotted("service.name", ServiceIdentity::name),
          ServiceField.dotted("service.version", ServiceIdentity::version)),
      EventTextField.thread(dotted("thread.name")),
      EventTextField.logger(dotted("logger.name")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted("error.class", "error.message", "error.hash", "error.stack"),
      service -> TraceFields.newRelic(),
      null,
      dotted("log_truncated"),
      false)),

  /** Google Cloud Logging's structured logging. */
  GOOGLE_CLOUD(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGGER_BEFORE_THREAD,
      new TimestampField(dotted("time")),
      null,
      null,
      EventTextField.message(dotted("message")),
      null,
      List.of(
          new ServiceField(FieldKey.nested("serviceContext.service"), ServiceIdentity::name),
          new ServiceField(FieldKey.nested("serviceContext.version"), ServiceIdentity::version)),
      EventTextField.thread(dotted("thread")),
      EventTextField.logger(dotted("logger")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted("error_type", "error_message", "error_hash", "stack_trace"),
      TraceFields::googleCloud,
      null,
      dotted("log_truncated"),
      false)),

  /** Log Observer of Splunk Observability Cloud. */
  SPLUNK(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGGER_BEFORE_THREAD,
      new TimestampField(dotted("time")),
      EventTextField.level(dotted("severity")),
      null,
      EventTextField.message(dotted("message")),
      null,
      List.of(
          ServiceField.dotted("service.name", ServiceIdentity::name),
          ServiceField.dotted("service.version", ServiceIdentity::version),
          ServiceField.dotted("deployment.environment", ServiceIdentity::environment)),
      EventTextField.thread(dotted("thread")),
      EventTextField.logger(dotted("logger")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted(
          "exception.type", "exception.message", "exception.hash", "exception.stacktrace"),
      service -> TraceFields.otel(),
      null,
      dotted("log_truncated"),
      false)),

  /** Honeycomb, where each line is an annotation of its span. */
  HONEYCOMB(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGGER_BEFORE_THREAD,
      new TimestampField(dotted("timestamp")),
      EventTextField.level(dotted("severity")),
      null,
      EventTextField.message(dotted("body")),
      null,
      ServiceField.RESOURCE,
      EventTextField.thread(dotted("thread.name")),
      EventTextField.logger(dotted("library.name")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted(
          "exception.type", "exception.message", "exception.hash", "exception.stacktrace"),
      service -> TraceFields.honeycomb(),
      null,
      dotted("log_truncated"),
      false)),

  /** Dynatrace's semantic dictionary. */
  DYNATRACE(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGGER_BEFORE_THREAD,
      new TimestampField(dotted("timestamp")),
      EventTextField.level(dotted("loglevel")),
      null,
      EventTextField.message(dotted("content")),
      null,
      ServiceField.RESOURCE,
      EventTextField.thread(dotted("thread.name")),
      EventTextField.logger(dotted("log.logger")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted(
          "exception.type", "exception.message", "exception.hash", "exception.stack_trace"),
      service -> TraceFields.dynatrace(),
      null,
      dotted("log_truncated"),
      false)),

  /** AWS X-Ray and CloudWatch Application Signals. */
  XRAY(new ProfileFields(
      KeyForm.DOTTED,
      FieldOrder.LOGGER_BEFORE_THREAD,
      new TimestampField(dotted("timestamp")),
      EventTextField.level(dotted("level")),
      null,
      EventTextField.message(dotted("message")),
      null,
      ServiceField.RESOURCE,
      EventTextField.thread(dotted("thread")),
      EventTextField.logger(dotted("logger")),
      null,
      new TagsField(dotted("tags")),
      null,
      ErrorKeys.dotted(
          "exception.type", "exception.message", "exception.hash", "exception.stacktrace"),
      service -> TraceFields.xray(),
      null,
      dotted("log_truncated"),
      false));

  @SuppressWarnings("ImmutableEnumChecker") // a record of fields, which have no state
  private final ProfileFields fields;

  LogProfile(ProfileFields fields) {
    this.fields = fields;
  }

  ProfileFields fields() {
    return fields;
  }

  /** Returns the name in the configuration, in lower case with underscores. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the profile of a name; hyphens count as underscores, case does not matter. */
  public static Optional<LogProfile> named(String name) {
    String id = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    for (LogProfile profile : values()) {
      if (profile.id().equals(id)) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }
}
