/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A lenient reader of JSON: a missing field is empty. */
final class JsonReader {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JsonReader() {}

  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }

  /** A field of an object; empty when absent. */
  static String text(String json, String field) {
    return text(read(json), field);
  }

  /** A field of an object; empty when absent. */
  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
