/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A line of a service's JSON log.
 *
 * @param service name of the service
 * @param time as written, UTC
 * @param level INFO, WARN, ERROR
 * @param message the message
 * @param trace its trace id, empty if there is no trace
 * @param cause the cause of a failed transfer, if the line has it
 */
record LogLine(
    String service,
    String time,
    String level,
    String message,
    String trace,
    Optional<FailureCause> cause) {

  /** From a line in the ECS profile. */
  static LogLine of(String service, String line) {
    JsonNode json = JsonReader.read(line);
    return new LogLine(
        service,
        JsonReader.text(json, "@timestamp"),
        JsonReader.text(json, "log.level"),
        JsonReader.text(json, "message"),
        JsonReader.text(json, "trace.id"),
        FailureCause.of(JsonReader.text(json, "labels.cause")));
  }
}
