/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The SBOM of one artifact (CycloneDX, JSON). */
final class Sbom {

  private final Map<String, Dependency> components = new LinkedHashMap<>();
  private final Map<String, List<String>> graph = new LinkedHashMap<>();
  private final Set<String> optional = new LinkedHashSet<>();
  private final String root;

  private Sbom(JsonNode sbom) {
    root = sbom.get("metadata").get("component").get("bom-ref").asString();
    for (JsonNode component : sbom.get("components")) {
      String ref = component.get("bom-ref").asString();
      components.put(
          ref,
          new Dependency(
              component.get("group").asString() + ":" + component.get("name").asString(),
              component.get("version").asString()));
      JsonNode scope = component.get("scope");
      if (scope != null && scope.asString().equals("optional")) {
        optional.add(ref);
      }
    }
    for (JsonNode node : sbom.get("dependencies")) {
      List<String> targets = new ArrayList<>();
      JsonNode dependsOn = node.get("dependsOn");
      if (dependsOn != null) {
        dependsOn.forEach(target -> targets.add(target.asString()));
      }
      graph.put(node.get("ref").asString(), targets);
    }
  }

  static Sbom read(Path file) throws IOException {
    return new Sbom(JsonMapper.shared().readTree(Files.readString(file)));
  }

  Collection<Dependency> all() {
    return components.values();
  }

  /** Those that a consumer gets: not the artifact's own optional ones, nor what only they bring. */
  List<Dependency> required() {
    Deque<String> open = new ArrayDeque<>(graph.getOrDefault(root, List.of()));
    open.removeAll(optional);
    Set<String> reached = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      String next = open.remove();
      if (reached.add(next)) {
        open.addAll(graph.getOrDefault(next, List.of()));
      }
    }
    return reached.stream().map(components::get).map(Objects::requireNonNull).toList();
  }
}
