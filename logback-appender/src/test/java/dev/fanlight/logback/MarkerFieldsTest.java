/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Markers that refer to markers: fields and tags are those that LogstashEncoder writes. */
class MarkerFieldsTest {
  private final Logs logs = Logs.capturing();

  @Test
  void a_marker_and_those_it_was_joined_with_are_fields() {
    logs.logger.info(Markers.append("user", "u1").and(Markers.append("order", 7)), "");

    assertThat(logs.line())
        .containsEntry("labels.user", "u1")
        .containsEntry("numeric_labels.order", 7)
        .doesNotContainKey("tags");
  }

  @Test
  void an_aggregate_is_the_fields_of_its_parts() {
    logs.logger.info(
        Markers.aggregate(Markers.append("user", "u1"), Markers.appendEntries(Map.of("a", "b"))),
        "");

    assertThat(logs.line())
        .containsEntry("labels.user", "u1")
        .containsEntry("labels.a", "b")
        .doesNotContainKey("tags");
  }

  @Test
  void a_tag_may_refer_to_fields_and_fields_to_a_tag() {
    Marker audit = MarkerFactory.getDetachedMarker("AUDIT");
    audit.add(Markers.append("user", "u1").and(MarkerFactory.getDetachedMarker("INNER")));
    logs.logger.info(audit, "");

    assertThat(logs.line())
        .containsEntry("labels.user", "u1")
        .containsEntry("tags", List.of("AUDIT", "INNER"));
  }

  @Test
  void a_marker_that_many_refer_to_is_written_once() {
    Marker shared = MarkerFactory.getDetachedMarker("SHARED");
    Marker a = MarkerFactory.getDetachedMarker("A");
    Marker b = MarkerFactory.getDetachedMarker("B");
    a.add(shared);
    b.add(shared);
    logs.logger.atInfo().addMarker(a).addMarker(b).log("");

    assertThat(logs.line()).containsEntry("tags", List.of("A", "SHARED", "B"));
  }
}
