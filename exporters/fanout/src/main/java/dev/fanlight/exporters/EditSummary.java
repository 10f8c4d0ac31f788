/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The difference between two versions of the file, by the names of vendors and sections; no value of the file. */
final class EditSummary {

  private EditSummary() {}

  /** Returns for example "added honeycomb; changed metrics; removed zipkin". */
  static String of(Configuration before, Configuration after) {
    Map<String, Fingerprint> old = parts(before);
    Map<String, Fingerprint> now = parts(after);
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    now.forEach((name, fingerprint) -> {
      Fingerprint was = old.get(name);
      if (was == null) {
        added.add(name);
      } else if (!was.equals(fingerprint)) {
        changed.add(name);
      }
    });
    List<String> removed = new ArrayList<>(old.keySet());
    removed.removeAll(now.keySet());
    if (!before.fanout().isLaidOutAs(after.fanout())) {
      changed.add("queue, batch, buffer or shutdown_timeout (with the next start)");
    }
    List<String> parts = new ArrayList<>();
    addPart(parts, "added", added);
    addPart(parts, "changed", changed);
    addPart(parts, "removed", removed);
    return parts.isEmpty() ? "nothing that runs" : String.join("; ", parts);
  }

  private static Map<String, Fingerprint> parts(Configuration configuration) {
    Map<String, Fingerprint> parts = new LinkedHashMap<>();
    for (LaneSettings lane : configuration.fanout().lanes()) {
      parts.put(lane.name(), lane.fingerprint());
    }
    for (Configuration.Section section : configuration.sections()) {
      parts.put("section " + section.provider().key(), section.fingerprint());
    }
    return parts;
  }

  private static void addPart(List<String> parts, String verb, List<String> names) {
    if (!names.isEmpty()) {
      parts.add(verb + " " + String.join(", ", names));
    }
  }
}
