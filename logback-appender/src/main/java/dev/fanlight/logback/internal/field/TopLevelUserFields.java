/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.JsonLine;
import dev.fanlight.logback.internal.json.KeyPrefix;
import dev.fanlight.logback.internal.value.NumberText;
import java.util.HashSet;
import java.util.Set;

/**
 * The placement of user keys at the top level, each value in its own type. A key is written under {@code labels} instead if
 * it is reserved, if it contains characters that readers reject, or if its value is a number that JSON cannot represent.
 */
final class TopLevelUserFields implements UserKeyPlacement {
  private static final KeyPrefix LABELS = KeyPrefix.dotted("labels");

  private final Set<String> leaves;
  private final Set<String> branches = new HashSet<>();

  /**
   * @param reserved the dotted names of the fields of the profiles
   */
  TopLevelUserFields(Set<String> reserved) {
    leaves = Set.copyOf(reserved);
    for (String name : reserved) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        branches.add(name.substring(0, dot));
      }
    }
    branches.add("labels");
  }

  @Override
  public void write(JsonLine line, UserEntries entries) {
    for (int i = 0; i < entries.size(); i++) {
      String key = entries.key(i);
      if (isFree(key) && !entries.isOurs(key) && !(entries.value(i) instanceof NumberText)) {
        line.key(KeyPrefix.NONE, key);
      } else {
        entries.rename(i, LabelKey.clean(key));
        line.key(LABELS, entries.key(i));
      }
      JsonValueWriter.write(line, entries.value(i));
    }
  }

  private boolean isFree(String key) {
    if (leaves.contains(key) || branches.contains(key)) {
      return false;
    }
    int from = 0;
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', from)) {
      if (leaves.contains(key.substring(0, dot)) || !LabelKey.isClean(key.substring(from, dot))) {
        return false;
      }
      from = dot + 1;
    }
    return !key.startsWith("labels.") && LabelKey.isClean(key.substring(from));
  }
}
