/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.LedgerSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The form of the Grafana dashboard; that its questions have answers is shown with the sample shop. */
class DashboardTest {
  private static final Path FILE = Path.of("..", "docs", "grafana", "fanlight.json");
  private static final int COLUMNS = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)");

  private final JsonNode dashboard = read();
  private final List<JsonNode> panels = dashboard.get("panels").valueStream().toList();

  private static JsonNode read() {
    try {
      return new JsonMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void panels_have_ids_of_their_own_and_do_not_overlap() {
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> cells = new HashSet<>();
    for (JsonNode panel : panels) {
      assertThat(ids.add(panel.get("id").asInt())).as(title(panel)).isTrue();
      assertThat(cellsOf(panel.get("gridPos"))).as(title(panel)).allMatch(cells::add);
    }
  }

  private static List<List<Integer>> cellsOf(JsonNode place) {
    int left = place.get("x").asInt();
    int top = place.get("y").asInt();
    assertThat(left + place.get("w").asInt()).isLessThanOrEqualTo(COLUMNS);
    List<List<Integer>> cells = new ArrayList<>();
    for (int x = left; x < left + place.get("w").asInt(); x++) {
      for (int y = top; y < top + place.get("h").asInt(); y++) {
        cells.add(List.of(x, y));
      }
    }
    return cells;
  }

  @Test
  void every_panel_asks_the_chosen_data_source_and_says_in_what_unit_it_draws() {
    for (JsonNode panel : panels) {
      if (panel.get("type").asString().equals("row")) {
        continue;
      }
      assertThat(panel.at("/datasource/uid").asString())
          .as(title(panel))
          .isEqualTo("${datasource}");
      assertThat(panel.get("targets").isEmpty()).as(title(panel)).isFalse();
      Set<String> refs = new HashSet<>();
      for (JsonNode target : panel.get("targets")) {
        assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
        assertThat(refs.add(target.get("refId").asString())).as(title(panel)).isTrue();
      }
    }
  }

  @Test
  void every_variable_is_defined_here_or_by_grafana() {
    Set<String> known = new HashSet<>(Set.of("__rate_interval", "__all"));
    dashboard.at("/templating/list").forEach(v -> known.add(v.get("name").asString()));

    Matcher used = VARIABLE.matcher(dashboard.toString());

    assertThat(used.results().map(result -> result.group(1)).toList()).isSubsetOf(known);
  }

  @Test
  void every_question_is_about_the_chosen_services_or_instances() {
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.get("expr").asString())
            .as(title(panel))
            .containsAnyOf("$service", "$instance");
      }
    }
  }

  @Test
  void a_version_or_route_without_errors_has_a_share_of_zero() {
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.path("targets")) {
        String expr = target.get("expr").asString();
        if (expr.contains("STATUS_CODE_ERROR") && expr.contains("calls_total")) {
          assertThat(expr).as(title(panel)).contains(" or 0 * ");
        }
      }
    }
  }

  @Test
  void spans_lost_are_counted_so_that_one_burst_shows() {
    JsonNode lost = panel("Spans lost");

    for (JsonNode target : lost.get("targets")) {
      assertThat(target.get("expr").asString())
          .contains("increase((sum by")
          .doesNotContain("rate(f");
    }
  }

  @Test
  void every_state_of_a_vendor_has_a_name_and_a_colour() {
    JsonNode states = panel("State of the vendors");
    JsonNode mappings = states.at("/fieldConfig/defaults/mappings/0/options");
    String expr = states.at("/targets/0/expr").asString();

    for (LedgerSnapshot.State state : LedgerSnapshot.State.values()) {
      String name = state.name().toLowerCase(Locale.ROOT);
      Matcher number = Pattern.compile("(\\d) \\* fanlight_vendor_state\\{state=\"" + name + "\"")
          .matcher(expr);
      assertThat(number.find()).as(name).isTrue();
      assertThat(mappings.at("/" + number.group(1) + "/text").asString()).isEqualTo(name);
      assertThat(mappings.at("/" + number.group(1) + "/color").asString()).isNotEmpty();
    }
  }

  private JsonNode panel(String title) {
    return panels.stream()
        .filter(panel -> title(panel).equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static String title(JsonNode panel) {
    return panel.get("title").asString();
  }
}
