/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import dev.fanlight.exporters.ConfigText;
import dev.fanlight.exporters.ConfigText.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A tree as a YAML document with one value a line, and the origin of each line. */
final class TreeText {

  /* The document is of JSON's form, which is YAML: its lines need no indentation, and every text is quoted. */

  private static final String NAME = "the keys under fanlight";

  private final StringBuilder text = new StringBuilder();
  private final List<Origin> origins = new ArrayList<>();

  private TreeText() {}

  static ConfigText of(PropertyNode.Branch tree) {
    TreeText text = new TreeText();
    text.node(tree);
    text.endLine(tree.origin());
    return new ConfigText(NAME, text.text.toString(), text.origins);
  }

  private void node(PropertyNode node) {
    if (node instanceof PropertyNode.Branch branch) {
      branch(branch);
    } else if (node instanceof PropertyNode.Items items) {
      items(items);
    } else if (node instanceof PropertyNode.Scalar scalar) {
      quoted(scalar.text());
    } else if (node instanceof PropertyNode.Null) {
      text.append("null");
    }
  }

  private void branch(PropertyNode.Branch branch) {
    text.append('{');
    endLine(branch.origin());
    for (Map.Entry<String, PropertyNode> child : branch.children().entrySet()) {
      quoted(child.getKey());
      text.append(": ");
      node(child.getValue());
      text.append(',');
      endLine(child.getValue().origin());
    }
    text.append('}');
  }

  private void items(PropertyNode.Items items) {
    text.append('[');
    endLine(items.origin());
    for (PropertyNode value : items.values()) {
      node(value instanceof PropertyNode.Empty ? new PropertyNode.Null(value.origin()) : value);
      text.append(',');
      endLine(value.origin());
    }
    text.append(']');
  }

  private void endLine(Origin origin) {
    text.append('\n');
    origins.add(origin);
  }

  private void quoted(String value) {
    text.append('"');
    value.chars().forEach(this::character);
    text.append('"');
  }

  private void character(int c) {
    if (c == '"' || c == '\\') {
      text.append('\\').append((char) c);
    } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
      text.append(String.format(Locale.ROOT, "\\u%04x", c));
    } else {
      text.append((char) c);
    }
  }
}
