/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import dev.fanlight.exporters.ConfigText.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of the tree of keys; immutable. */
sealed interface PropertyNode {

  /** Returns the place of the value. */
  Origin origin();

  /** Returns this node with another one laid over it: mappings are merged by key, everything else is replaced. */
  default PropertyNode under(PropertyNode above) {
    return above;
  }

  /** A text as it was written, with references of our own form. */
  record Scalar(Origin origin, String text) implements PropertyNode {
    @Override
    public String toString() {
      return "Scalar"; // may be a secret
    }
  }

  /** No value behind the key: an empty mapping or list, as the key wants it. */
  record Empty(Origin origin) implements PropertyNode {}

  /** The value {@code null}, which removes a key of a source below. */
  record Null(Origin origin) implements PropertyNode {}

  /** A list. */
  record Items(Origin origin, List<PropertyNode> values) implements PropertyNode {

    /** Copies the list. */
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A mapping, in the order of its source. */
  record Branch(Origin origin, Map<String, PropertyNode> children) implements PropertyNode {

    /** Copies the mapping. */
    public Branch {
      children = new LinkedHashMap<>(children);
    }

    @Override
    public PropertyNode under(PropertyNode above) {
      return above instanceof Branch branch ? merged(branch) : above;
    }

    Branch merged(Branch above) {
      Map<String, PropertyNode> merged = new LinkedHashMap<>(children);
      above.children.forEach((key, child) -> {
        PropertyNode below = merged.get(key);
        merged.put(key, below == null ? child : below.under(child));
      });
      return new Branch(children.isEmpty() ? above.origin : origin, merged);
    }

    Branch without(String key) {
      Map<String, PropertyNode> rest = new LinkedHashMap<>(children);
      rest.remove(key);
      return new Branch(origin, rest);
    }

    Branch with(String key, PropertyNode child) {
      Map<String, PropertyNode> all = new LinkedHashMap<>(children);
      all.put(key, child);
      return new Branch(origin, all);
    }
  }
}
