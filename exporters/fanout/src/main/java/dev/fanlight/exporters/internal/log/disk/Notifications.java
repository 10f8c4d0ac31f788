/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.reason.DropReason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Notifications for readers, collected under the lock and delivered after it. Confined to one thread. */
final class Notifications {

  private final Set<OpenReader> woken = new LinkedHashSet<>();
  private final Map<OpenReader, Map<DropReason, Long>> losses = new LinkedHashMap<>();

  /** Has a reader look for records. */
  void wake(OpenReader reader) {
    woken.add(reader);
  }

  /** Tells a reader of spans that were given up and booked. */
  void lost(OpenReader reader, long spans, DropReason reason) {
    losses.computeIfAbsent(reader, one -> new TreeMap<>()).merge(reason, spans, Long::sum);
  }

  /** Delivers them; to be called without the lock. */
  void deliver() {
    losses.forEach(
        (reader, sums) -> sums.forEach((reason, spans) -> reader.losses().lost(spans, reason)));
    woken.forEach(reader -> reader.wakeUp().run());
  }
}
