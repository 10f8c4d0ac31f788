/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of the values that an application hands over, wherever they stand. */
class PlainValuesTest {
  private static final String NUMBER = "4111111111111111";
  private final Logs logs = Logs.capturing();

  /** A bean that hides its number from readers of its text, not from readers of its getters. */
  public static final class Card {
    public String getNumber() {
      return NUMBER;
    }

    public Card getSibling() {
      return new Card();
    }

    @Override
    public String toString() {
      return "Card(****1111)";
    }
  }

  @Test
  void an_object_is_its_text_wherever_it_stands() {
    Card card = new Card();
    logs.logger
        .atInfo()
        .addKeyValue("one", card)
        .addKeyValue("list", List.of(card))
        .addKeyValue("map", Map.of("c", card))
        .addKeyValue("array", new Card[] {card})
        .addKeyValue("deep", Map.of("l", List.of(Optional.of(card))))
        .addMarker(Markers.append("marker", card))
        .addMarker(Markers.append("markers", List.of(card)))
        .addArgument(StructuredArguments.keyValue("argument", Map.of("c", card)))
        .addArgument(StructuredArguments.entries(Map.of("entry", card)))
        .addArgument(StructuredArguments.array("cards", card, card))
        .log("{} {} {}");

    Map<String, Object> line = logs.line();
    assertThat(logs.text()).doesNotContain(NUMBER);
    assertThat(line)
        .containsEntry("labels.one", "Card(****1111)")
        .containsEntry("labels.list", "[\"Card(****1111)\"]")
        .containsEntry("labels.map", "{\"c\":\"Card(****1111)\"}")
        .containsEntry("labels.array", "[\"Card(****1111)\"]")
        .containsEntry("labels.marker", "Card(****1111)")
        .containsEntry("labels.markers", "[\"Card(****1111)\"]")
        .containsEntry("labels.argument", "{\"c\":\"Card(****1111)\"}")
        .containsEntry("labels.entry", "Card(****1111)")
        .containsEntry("labels.cards", "[\"Card(****1111)\",\"Card(****1111)\"]");
  }

  @Test
  void the_fields_of_an_object_are_its_getters_and_those_return_texts() {
    logs.logger.info("{}", StructuredArguments.fields(new Card()));

    assertThat(logs.line())
        .containsEntry("labels.number", NUMBER)
        .containsEntry("labels.sibling", "Card(****1111)");
  }

  @Test
  void bytes_and_characters_are_quoted_once() {
    logs.logger
        .atInfo()
        .addKeyValue("bytes", new byte[] {1, 2})
        .addKeyValue("chars", new char[] {'a', 'b'})
        .addKeyValue("list", List.of(new byte[] {1, 2}))
        .addMarker(Markers.append("marker", new byte[] {1, 2}))
        .log("");

    assertThat(logs.line())
        .containsEntry("labels.bytes", "AQI=")
        .containsEntry("labels.chars", "ab")
        .containsEntry("labels.list", "[\"AQI=\"]")
        .containsEntry("labels.marker", "AQI=");
  }

  @Test
  void an_error_costs_one_element_of_a_list_and_one_member_of_a_map() {
    var map = new LinkedHashMap<String, Object>();
    map.put("bad", new HostileEvents.ThrowingToString());
    map.put("good", 1);
    logs.logger
        .atInfo()
        .addKeyValue("list", List.of("a", new HostileEvents.ThrowingToString(), "b"))
        .addKeyValue("map", map)
        .addMarker(Markers.append("marker", new HostileEvents.ThrowingToString()))
        .log("");

    String failed = "<failed: java.lang.IllegalStateException>";
    assertThat(logs.line())
        .containsEntry("labels.list", "[\"a\",\"" + failed + "\",\"b\"]")
        .containsEntry("labels.map", "{\"bad\":\"" + failed + "\",\"good\":1}")
        .containsEntry("labels.marker", failed);
  }

  @Test
  void keys_of_any_kind_are_texts_and_each_is_there_once() {
    var map = new LinkedHashMap<Object, Object>();
    map.put(1, "number");
    map.put("1", "text");
    map.put(null, "null");
    try (Logs logs = profile("logstash")) {
      logs.logger.atInfo().addKeyValue("map", map).log("");

      assertThat(logs.line()).containsEntry("map", Map.of("1", "number", "null", "null"));
    }
  }

  @Test
  void a_list_that_contains_itself_and_one_without_end_are_bounded() {
    var circular = new ArrayList<Object>();
    circular.add(circular);
    var deep = new ArrayList<Object>();
    for (int i = 0; i < 10_000; i++) {
      var outer = new ArrayList<Object>();
      outer.add(deep.isEmpty() ? "core" : new ArrayList<>(deep));
      deep.clear();
      deep.addAll(outer);
    }
    var wide = new ArrayList<Object>();
    for (int i = 0; i < 1_000_000; i++) {
      wide.add("element " + i);
    }
    logs.logger
        .atInfo()
        .addKeyValue("circular", circular)
        .addKeyValue("deep", deep)
        .addKeyValue("wide", wide)
        .log("still here");

    assertThat(logs.line())
        .containsEntry("message", "still here")
        .containsEntry("labels.circular", "[\"<circular>\"]");
  }

  @Test
  void nodes_of_jackson_are_what_they_hold() {
    ObjectNode node = JsonMapper.shared().createObjectNode().put("n", 1).put("password", "hunter2");
    node.putArray("a").add("x").add(true).addNull();
    try (Logs logs = profile("logstash")) {
      logs.logger
          .atInfo()
          .addKeyValue("node", node)
          .addKeyValue("nodes", List.of(node.get("n")))
          .log("");

      assertThat(logs.line())
          .containsEntry("nodes", List.of(1))
          .hasEntrySatisfying("node", written -> {
            var expected = new HashMap<String, Object>(Map.of("n", 1, "password", "****"));
            var array = new ArrayList<Object>(List.of("x", true));
            array.add(null);
            expected.put("a", array);
            assertThat(written).isEqualTo(expected);
          });
    }
  }

  @Test
  void whole_numbers_stay_numbers_of_all_their_digits() {
    logs.logger.atInfo().addKeyValue("order_id", 1234567890123456789L).log("");

    assertThat(logs.line()).containsEntry("numeric_labels.order_id", 1234567890123456789L);
  }

  @Test
  void whole_numbers_that_readers_round_are_texts_if_asked_for() {
    try (Logs logs = Logs.capturing(Logs.encoder(encoder -> {
      encoder.setBigNumbersAsText(true);
      return encoder;
    }))) {
      logs.logger
          .atInfo()
          .addKeyValue("order_id", 1234567890123456789L)
          .addKeyValue("negative", -9007199254740993L)
          .addKeyValue("exact", 9007199254740992L)
          .addKeyValue("decimal", new BigDecimal("12345678901234567"))
          .addKeyValue("fraction", 0.1)
          .addKeyValue("inside", List.of(1234567890123456789L, 7))
          .log("");

      assertThat(logs.line())
          .containsEntry("labels.order_id", "1234567890123456789")
          .containsEntry("labels.negative", "-9007199254740993")
          .containsEntry("numeric_labels.exact", 9007199254740992L)
          .containsEntry("labels.decimal", "12345678901234567")
          .containsEntry("numeric_labels.fraction", 0.1)
          .containsEntry("labels.inside", "[\"1234567890123456789\",7]");
    }
  }

  private static Logs profile(String profile) {
    return Logs.capturing(Logs.encoder(encoder -> {
      encoder.setProfile(profile);
      return encoder;
    }));
  }
}
