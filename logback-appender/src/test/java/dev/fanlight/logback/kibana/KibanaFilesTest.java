/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.kibana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be known of the files for Kibana without a Kibana. */
class KibanaFilesTest {
  private static final Path FOLDER = Path.of("..", "docs", "kibana");
  private static final Pattern FIELD_IN_QUERY = Pattern.compile("([a-z_.]+) : ");
  private static final int COLUMNS = 48;
  private static final Map<String, Set<String>> ATTRIBUTES = Map.of(
      "index-pattern",
      Set.of(
          "title",
          "name",
          "timeFieldName",
          "fields",
          "sourceFilters",
          "runtimeFieldMap",
          "typeMeta",
          "fieldFormatMap"),
      "search",
      Set.of(
          "title",
          "description",
          "columns",
          "sort",
          "grid",
          "hideChart",
          "isTextBasedQuery",
          "kibanaSavedObjectMeta"),
      "dashboard",
      Set.of(
          "title",
          "description",
          "timeRestore",
          "version",
          "hits",
          "optionsJSON",
          "panelsJSON",
          "kibanaSavedObjectMeta"));
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final List<JsonNode> objects = objects();

  @Test
  void every_reference_leads_to_an_object_of_the_file() {
    Set<String> ids = new HashSet<>();
    objects.forEach(
        object -> ids.add(object.get("type").asString() + ' ' + object.get("id").asString()));

    for (JsonNode object : objects) {
      for (JsonNode reference : object.get("references")) {
        assertThat(ids)
            .contains(
                reference.get("type").asString() + ' ' + reference.get("id").asString());
      }
    }
  }

  @Test
  void every_panel_finds_its_reference() {
    JsonNode dashboard = dashboard();
    Set<String> names = new HashSet<>();
    dashboard
        .get("references")
        .forEach(reference -> names.add(reference.get("name").asString()));

    for (JsonNode panel : panels(dashboard)) {
      String index = panel.get("panelIndex").asString();
      assertThat(names)
          .containsAnyOf(
              index + ":indexpattern-datasource-layer-layer1",
              index + ":" + panel.path("panelRefName").asString());
    }
  }

  /** Kibana refuses an attribute it does not know, and migrates from the versions said. */
  @Test
  void every_object_has_the_attributes_of_its_type_and_says_for_which_version() {
    for (JsonNode object : objects) {
      assertThat(object.propertyNames())
          .containsExactlyInAnyOrder(
              "id",
              "type",
              "attributes",
              "references",
              "coreMigrationVersion",
              "typeMigrationVersion",
              "managed");
      assertThat(ATTRIBUTES.get(object.get("type").asString()))
          .containsAll(object.get("attributes").propertyNames());
    }
  }

  @Test
  void every_column_that_a_panel_shows_is_one_of_its_layer() {
    for (JsonNode panel : panels(dashboard())) {
      if (!panel.get("type").asString().equals("lens")) {
        continue;
      }
      JsonNode state = panel.at("/embeddableConfig/attributes/state");
      JsonNode layer = state.at("/datasourceStates/formBased/layers/layer1");
      Collection<String> columns = layer.get("columns").propertyNames();

      assertThat(strings(layer.get("columnOrder"))).containsExactlyInAnyOrderElementsOf(columns);
      assertThat(shown(state.get("visualization"))).isNotEmpty().isSubsetOf(columns);
      for (JsonNode column : layer.get("columns")) {
        assertThat(columns).containsAll(strings(column.at("/params/orderBy/columnId")));
      }
    }
  }

  @Test
  void panels_lie_side_by_side() {
    var taken = new HashSet<Integer>();
    for (JsonNode panel : panels(dashboard())) {
      JsonNode place = panel.get("gridData");
      for (int y = place.get("y").asInt(); y < bottom(place); y++) {
        for (int x = place.get("x").asInt(); x < right(place); x++) {
          assertThat(taken.add(y * COLUMNS + x)).as("%s", place).isTrue();
        }
      }
      assertThat(right(place)).isLessThanOrEqualTo(COLUMNS);
      assertThat(place.get("i")).isEqualTo(panel.get("panelIndex"));
    }
  }

  @Test
  void every_field_that_is_asked_for_is_in_the_template() {
    assertThat(fieldsOfTemplate()).containsAll(fieldsAskedFor());
  }

  @Test
  void both_templates_take_the_same_streams_before_the_built_in_ones() throws IOException {
    JsonNode elastic = read("index-template.json");
    JsonNode openSearch = read("opensearch/index-template.json");

    assertThat(elastic.get("index_patterns")).isEqualTo(openSearch.get("index_patterns"));
    assertThat(elastic.get("priority").asInt()).isGreaterThan(200);
  }

  private static int right(JsonNode place) {
    return place.get("x").asInt() + place.get("w").asInt();
  }

  private static int bottom(JsonNode place) {
    return place.get("y").asInt() + place.get("h").asInt();
  }

  /** The columns that a chart or a table names. */
  private static List<String> shown(JsonNode visualization) {
    var names = new ArrayList<String>();
    for (String key : List.of("xAccessor", "splitAccessor", "accessors", "columnId")) {
      visualization.findValues(key).forEach(value -> names.addAll(strings(value)));
    }
    return names;
  }

  /** One string, many, or none. */
  private static List<String> strings(JsonNode node) {
    if (node.isString()) {
      return List.of(node.asString());
    }
    var strings = new ArrayList<String>();
    node.forEach(element -> strings.add(element.asString()));
    return strings;
  }

  private Set<String> fieldsAskedFor() {
    var fields = new TreeSet<String>();
    for (JsonNode object : objects) {
      object.at("/attributes/columns").forEach(column -> fields.add(column.asString()));
      addQuery(fields, object.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON"));
    }
    for (JsonNode panel : panels(dashboard())) {
      JsonNode state = panel.at("/embeddableConfig/attributes/state");
      addFields(fields, state.at("/query/query").asString(""));
      state
          .at("/datasourceStates/formBased/layers/layer1/columns")
          .forEach(column -> fields.add(column.path("sourceField").asString()));
    }
    fields.removeAll(Set.of("@timestamp", "___records___"));
    return fields;
  }

  private static void addQuery(Set<String> fields, JsonNode searchSource) {
    if (searchSource.isString()) {
      addFields(
          fields, MAPPER.readTree(searchSource.asString()).at("/query/query").asString(""));
    }
  }

  private static void addFields(Set<String> fields, String query) {
    Matcher field = FIELD_IN_QUERY.matcher(query);
    while (field.find()) {
      fields.add(field.group(1));
    }
  }

  private static Set<String> fieldsOfTemplate() {
    var fields = new TreeSet<String>();
    addProperties(fields, "", read("component-template.json").at("/template/mappings/properties"));
    return fields;
  }

  private static void addProperties(Set<String> fields, String prefix, JsonNode properties) {
    properties.properties().forEach(property -> {
      String name = prefix + property.getKey();
      fields.add(name);
      addProperties(fields, name + '.', property.getValue().path("properties"));
      addProperties(fields, name + '.', property.getValue().path("fields"));
    });
  }

  private JsonNode dashboard() {
    return objects.stream()
        .filter(object -> object.get("type").asString().equals("dashboard"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode panels(JsonNode dashboard) {
    return MAPPER.readTree(dashboard.at("/attributes/panelsJSON").asString());
  }

  private static List<JsonNode> objects() {
    try {
      var objects = new ArrayList<JsonNode>();
      Files.readAllLines(FOLDER.resolve("fanlight.ndjson"))
          .forEach(line -> objects.add(MAPPER.readTree(line)));
      return objects;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode read(String file) {
    return MAPPER.readTree(FOLDER.resolve(file).toFile());
  }
}
