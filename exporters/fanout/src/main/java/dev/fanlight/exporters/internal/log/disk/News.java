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
final class News {

  private final Set<DiskReader> woken = new LinkedHashSet<>();
  private final Map<DiskReader, Map<DropReason, Long>> losses = new LinkedHashMap<>();

  void wake(DiskReader reader) {
    woken.add(reader);
  }

  void lost(DiskReader reader, long spans, DropReason reason) {
    losses.computeIfAbsent(reader, one -> new TreeMap<>()).merge(reason, spans, Long::sum);
  }

  /** To be called without the lock. */
  void tell() {
    losses.forEach(
        (reader, sums) -> sums.forEach((reason, spans) -> reader.losses().lost(spans, reason)));
    woken.forEach(reader -> reader.wakeUp().run());
  }
}
