/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one profile, by their names: one row of the table in {@link LogProfile}.
 *
 * <p>A new field is one component here, one argument in each row, and its position in {@link #line}.
 *
 * @param form the form of names with dots
 * @param order the order of the fields
 * @param timestamp the time of the event
 * @param level the level; null if the trace fields contain it
 * @param levelNumber the level as a number; null if the profile has none
 * @param message the message with its arguments
 * @param formatVersion the version of the format, a constant; null if the profile has none
 * @param service the identity of the service, constants
 * @param thread the name of the logging thread
 * @param logger the name of the logger
 * @param caller the position in the code; null if the profile has none
 * @param tags the names of the markers
 * @param agentError the id of the error document of the vendor's agent; null if the profile has none
 * @param error the throwable
 * @param trace returns the fields by which the vendor joins the line to its trace
 * @param dataset the name of the service once more, after all other fixed fields; null if the profile has none
 * @param truncated the flag of a shortened line
 * @param labelsUserKeys true if user keys are always written under {@code labels}; false if at the top level
 */
record ProfileFields(
    KeyForm form,
    FieldOrder order,
    LogField timestamp,
    @Nullable LogField level,
    @Nullable LogField levelNumber,
    LogField message,
    @Nullable LogField formatVersion,
    List<ServiceField> service,
    LogField thread,
    LogField logger,
    @Nullable LogField caller,
    LogField tags,
    @Nullable LogField agentError,
    ErrorKeys error,
    Function<ServiceIdentity, List<LogField>> trace,
    @Nullable FieldKey dataset,
    FieldKey truncated,
    boolean labelsUserKeys) {

  /** Returns the fields before the trace, the dataset and the user keys, in order. */
  List<LogField> line(ServiceIdentity identity, StackTraceWriter writer) {
    LogField constants = constants(identity);
    LogField throwable = new ErrorFields(error, writer);
    return switch (order) {
      case THREAD_BEFORE_LOGGER ->
        present(
            timestamp,
            level,
            levelNumber,
            message,
            formatVersion,
            constants,
            thread,
            logger,
            caller,
            tags,
            agentError,
            throwable);
      case LOGGER_BEFORE_THREAD ->
        present(
            timestamp,
            level,
            levelNumber,
            message,
            formatVersion,
            constants,
            logger,
            thread,
            caller,
            tags,
            agentError,
            throwable);
      case LOGSTASH ->
        present(
            timestamp,
            formatVersion,
            message,
            logger,
            thread,
            level,
            levelNumber,
            constants,
            caller,
            tags,
            agentError,
            throwable);
    };
  }

  private LogField constants(ServiceIdentity identity) {
    var constants = ConstantFields.builder();
    for (ServiceField field : service) {
      constants.put(field.key(), field.value().apply(identity));
    }
    return constants.build();
  }

  private static List<LogField> present(@Nullable LogField... fields) {
    var present = new ArrayList<LogField>();
    for (LogField field : fields) {
      if (field != null) {
        present.add(field);
      }
    }
    return present;
  }
}
