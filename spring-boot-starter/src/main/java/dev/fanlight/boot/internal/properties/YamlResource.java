/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import dev.fanlight.boot.internal.properties.PropertyNode.Branch;
import dev.fanlight.exporters.ConfigText.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.core.io.Resource;

/** The keys under {@code fanlight} in one document of a YAML file, as they stand in the text. */
final class YamlResource {
  private static final String ROOT = "fanlight";
  private static final int MAX_DEPTH = 64;

  private final String name;
  private final List<Node> documents;
  private final PlaceholderTranslation placeholders;

  private YamlResource(String name, List<Node> documents, PlaceholderTranslation placeholders) {
    this.name = name;
    this.documents = documents;
    this.placeholders = placeholders;
  }

  /**
   * Reads the file.
   *
   * @throws UnreadableTreeException if it cannot be read
   */
  static YamlResource read(Resource resource, PlaceholderTranslation placeholders) {
    String name = PropertyOrigins.resourceName(resource);
    try {
      String text = resource.getContentAsString(StandardCharsets.UTF_8);
      List<Node> documents = new ArrayList<>();
      if (text.contains(ROOT)) {
        LoadSettings settings =
            LoadSettings.builder().setLabel(name).setUseMarks(true).build();
        new Compose(settings).composeAllFromString(text).forEach(documents::add);
      }
      return new YamlResource(name, documents, placeholders);
    } catch (IOException e) {
      throw new UnreadableTreeException(
          name + ": cannot be read again, which the keys under " + ROOT + " need", e);
    } catch (YamlEngineException e) {
      throw new UnreadableTreeException(
          name + ": is not valid YAML 1.2, which the keys under " + ROOT
              + " need; set fanlight.config to a file of their own",
          e);
    }
  }

  /** Returns the keys of the document that contains a line, from 0; empty if it has none. */
  Optional<Branch> documentAt(int line) {
    Node found = null;
    for (Node document : documents) {
      Mark start = document.getStartMark().orElse(null);
      if (start != null && start.getLine() <= line) {
        found = document;
      }
    }
    return Optional.ofNullable(found).flatMap(this::keys);
  }

  /** Returns the keys of the document with this number among the documents that are not empty. */
  Optional<Branch> document(int number) {
    List<Node> mappings =
        documents.stream().filter(MappingNode.class::isInstance).toList();
    return number < mappings.size() ? keys(mappings.get(number)) : Optional.empty();
  }

  private Optional<Branch> keys(Node document) {
    Branch keys = new Branch(origin(document), Map.of());
    if (document instanceof MappingNode mapping) {
      for (NodeTuple field : mapping.getValue()) {
        keys = keys.merged(keysOf(field));
      }
    }
    return keys.children().isEmpty() ? Optional.empty() : Optional.of(keys);
  }

  /** A key of the root, which may be a path with dots. */
  private Branch keysOf(NodeTuple field) {
    Branch none = new Branch(origin(field.getKeyNode()), Map.of());
    if (!(field.getKeyNode() instanceof ScalarNode key)) {
      return none;
    }
    if (key.getValue().equals(ROOT)) {
      return node(field.getValueNode(), 0) instanceof Branch branch ? branch : none;
    }
    return key.getValue().startsWith(ROOT + ".")
        ? FlatKeys.nested(
            key.getValue().substring(ROOT.length() + 1), node(field.getValueNode(), 0), origin(key))
        : none;
  }

  private PropertyNode node(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      throw new UnreadableTreeException(
          name + ": the keys under " + ROOT + " are nested deeper than " + MAX_DEPTH + " levels",
          null);
    }
    if (node instanceof MappingNode mapping) {
      return branch(mapping, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<PropertyNode> values = new ArrayList<>();
      for (Node value : sequence.getValue()) {
        values.add(node(value, depth + 1));
      }
      return new PropertyNode.Items(origin(node), values);
    }
    return scalar((ScalarNode) node);
  }

  private Branch branch(MappingNode mapping, int depth) {
    Map<String, PropertyNode> children = new LinkedHashMap<>();
    for (NodeTuple field : mapping.getValue()) {
      if (field.getKeyNode() instanceof ScalarNode key) {
        children.put(key.getValue(), node(field.getValueNode(), depth + 1));
      }
    }
    return new Branch(origin(mapping), children);
  }

  private PropertyNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.isPlain()) {
      switch (text) {
        case "" -> {
          return new PropertyNode.Empty(origin(scalar));
        }
        case "null", "Null", "NULL", "~" -> {
          return new PropertyNode.Null(origin(scalar));
        }
        default -> {}
      }
    }
    return new PropertyNode.Scalar(origin(scalar), placeholders.translate(text));
  }

  private Origin origin(Node node) {
    @Nullable Mark mark = node.getStartMark().orElse(null);
    return mark == null
        ? new Origin(name, 0, 0)
        : new Origin(name, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
