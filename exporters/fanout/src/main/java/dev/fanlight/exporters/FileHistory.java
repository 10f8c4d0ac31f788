/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.SectionContext.Reloads;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The version of the file that runs, and the newest one if that was refused. Immutable.
 *
 * @param documents names of the files
 * @param running null before the first version that can be used
 * @param lastEdit parts that the last edit changed; empty before the first
 * @param problems of the newest version
 */
record FileHistory(
    String documents, @Nullable Configuration running, String lastEdit, List<Problem> problems) {

  /** The history before the first version. */
  static final FileHistory EMPTY = new FileHistory("", null, "", List.of());

  private static final int MAX_PROBLEMS = 10;

  FileHistory of(String newDocuments) {
    return new FileHistory(newDocuments, running, lastEdit, problems);
  }

  FileHistory applied(Configuration next) {
    String edit = running == null ? "" : EditSummary.of(running, next);
    return new FileHistory(documents, next, edit, problems);
  }

  FileHistory with(List<Problem> newProblems) {
    return new FileHistory(documents, running, lastEdit, List.copyOf(newProblems));
  }

  FileVersion version(Reloads reloads) {
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      if (lines.size() < MAX_PROBLEMS) {
        lines.add(ForeignText.line(problem.toString()));
      }
    }
    if (problems.size() > MAX_PROBLEMS) {
      lines.add(problems.size() - MAX_PROBLEMS + " more; \"fanlight check\" lists them");
    }
    return new FileVersion(
        ForeignText.line(documents),
        running == null ? 0 : reloads.applied() + 1,
        reloads.lastAppliedEpochMillis(),
        ForeignText.line(lastEdit),
        reloads.lastRefused() || running == null,
        lines);
  }

  /** Returns the vendors that the file asks for and that do not run. */
  Set<String> leftOut(Set<String> vendorsThatRun) {
    Set<String> names = new LinkedHashSet<>();
    if (running != null) {
      names.addAll(running.fanout().leftOut());
      for (LaneSettings lane : running.fanout().lanes()) {
        names.add(lane.name());
      }
    }
    names.removeAll(vendorsThatRun);
    return names;
  }

  /** Returns the vendors that the file switches off. */
  Set<String> switchedOff() {
    return running == null ? Set.of() : running.switchedOff();
  }
}
