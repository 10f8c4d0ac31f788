/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One line of a service's JSON log.
 *
 * @param service which service wrote it
 * @param time as written, UTC
 * @param level INFO, WARN, ERROR
 * @param message what it says
 * @param trace the trace id it carries, empty if none
 * @param cause the cause of a failed transfer, if it tells of one
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
