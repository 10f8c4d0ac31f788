/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import dev.fanlight.boot.internal.properties.PropertyNode.Branch;
import dev.fanlight.exporters.ConfigText.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names such as {@code vendors.honeycomb.api-key}, {@code rules.keep[http.route]} or {@code metrics.dialects[0]} as trees. */
final class FlatKeys {

  private FlatKeys() {}

  /** Returns a tree with one leaf. */
  static Branch nested(String path, PropertyNode leaf, Origin origin) {
    List<String> segments = segments(path);
    PropertyNode node = leaf;
    for (int i = segments.size() - 1; i >= 0; i--) {
      node = new Branch(origin, Map.of(segments.get(i), node));
    }
    return (Branch) node;
  }

  /** Returns the tree with lists in place of mappings from indices, and names in place of names in brackets. */
  static Branch withLists(Branch tree) {
    Map<String, PropertyNode> children = new LinkedHashMap<>();
    tree.children().forEach((key, child) -> children.put(withoutBrackets(key), withLists(child)));
    return new Branch(tree.origin(), children);
  }

  private static PropertyNode withLists(PropertyNode node) {
    if (!(node instanceof Branch branch)) {
      return node;
    }
    boolean isList = !branch.children().isEmpty()
        && branch.children().keySet().stream().allMatch(FlatKeys::isIndex);
    return isList ? items(branch) : withLists(branch);
  }

  private static PropertyNode items(Branch branch) {
    List<String> indices = new ArrayList<>(branch.children().keySet());
    indices.sort((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length());
    List<PropertyNode> values = new ArrayList<>();
    for (String index : indices) {
      PropertyNode value = branch.children().get(index);
      if (value != null) {
        values.add(withLists(value));
      }
    }
    return new PropertyNode.Items(branch.origin(), values);
  }

  /** Splits at dots outside of brackets; a segment in brackets keeps them. */
  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    boolean isInBrackets = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!isInBrackets && (c == '.' || c == '[')) {
        add(segments, segment);
      }
      isInBrackets = c == '[' || (isInBrackets && c != ']');
      if (isInBrackets || c != '.') {
        segment.append(c);
      }
    }
    add(segments, segment);
    return segments;
  }

  private static void add(List<String> segments, StringBuilder segment) {
    if (!segment.isEmpty()) {
      segments.add(segment.toString());
      segment.setLength(0);
    }
  }

  private static boolean isIndex(String segment) {
    return segment.matches("\\[[0-9]{1,9}]");
  }

  private static String withoutBrackets(String segment) {
    return segment.startsWith("[") && segment.endsWith("]")
        ? segment.substring(1, segment.length() - 1)
        : segment;
  }
}
