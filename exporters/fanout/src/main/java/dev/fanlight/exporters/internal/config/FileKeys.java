/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.lane.FanoutSettings;
import dev.fanlight.exporters.internal.log.DiskSettings.Sync;
import dev.fanlight.exporters.spi.Key;
import dev.fanlight.exporters.spi.Kind;
import dev.fanlight.exporters.spi.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The top-level keys that are not sections of other plugins. */
final class FileKeys {

  static final Key<Boolean> ENABLED = Key.of(
      "enabled", Kind.FLAG, true, "The one switch: while false, nothing is sent and nothing runs.");

  static final Key<Boolean> STRICT = Key.of(
      "strict",
      Kind.FLAG,
      false,
      "Whether a vendor that cannot be built fails the start; otherwise it is reported and left out.");

  static final Key<Integer> QUEUE_CAPACITY = Key.of(
      "capacity",
      Kind.integer(2, 1 << 20),
      FanoutSettings.DEFAULT_QUEUE_CAPACITY,
      "Spans that may wait for the batcher; fewer while they are large, so that all of them together take at most"
          + " a tenth of the heap.");

  static final Key<Node> QUEUE =
      Key.nested("queue", "Between the application and the batcher.", QUEUE_CAPACITY);

  static final Key<Integer> BATCH_SPANS = Key.of(
      "spans",
      Kind.integer(1, 1 << 20),
      FanoutSettings.DEFAULT_BATCH_SPANS,
      "Spans that close a batch.");

  static final Key<Long> BATCH_BYTES = Key.of(
      "bytes",
      Kind.SIZE,
      (long) FanoutSettings.DEFAULT_BATCH_BYTES,
      "Compressed bytes that close a batch.");

  static final Key<Duration> BATCH_DELAY = Key.of(
      "delay", Kind.DURATION, FanoutSettings.DEFAULT_BATCH_DELAY, "Age that closes a batch.");

  static final Key<Node> BATCH = Key.nested(
      "batch",
      "When a batch is closed: whichever comes first. A batch is also closed at an estimated 3MiB before compression,"
          + " or at a 64th of the heap if that is less.",
      BATCH_SPANS,
      BATCH_BYTES,
      BATCH_DELAY);

  static final Key<Optional<Long>> BUFFER_MEMORY = Key.optional(
      "memory",
      Kind.SIZE,
      "Bytes of all batches that wait; by default the smaller of 64MiB and a tenth of the heap.");

  static final Key<Path> DISK_PATH =
      Key.required("path", Kind.PATH, "Folder for the batches that wait; made if it is not there.");

  static final Key<Long> DISK_LIMIT = Key.of(
      "limit", Kind.SIZE, 1L << 30, "Most bytes of the folder; beyond it the oldest batch goes.");

  static final Key<Duration> DISK_MAX_AGE =
      Key.of("max_age", Kind.DURATION, Duration.ofHours(24), "How long a batch may wait on disk.");

  static final Key<Sync> DISK_SYNC = Key.of(
      "sync",
      Kind.oneOf(Sync.class),
      Sync.INTERVAL,
      "When what was written is made to survive a loss of power: once a second, before each batch is sent, or never."
          + " The end of the process it survives in any case.");

  static final Key<Optional<Duration>> DISK_RETAIN = Key.optional(
      "retain", Kind.DURATION, "How long delivered batches are kept for vendors yet to come.");

  static final Key<Optional<Node>> BUFFER_DISK = Key.optional(
      "disk",
      Kind.mapping(DISK_PATH, DISK_LIMIT, DISK_MAX_AGE, DISK_SYNC, DISK_RETAIN),
      "Keeps waiting batches on disk, so that they survive the process.");

  static final Key<Node> BUFFER =
      Key.nested("buffer", "Where batches wait for slow vendors.", BUFFER_MEMORY, BUFFER_DISK);

  static final Key<Duration> SHUTDOWN_TIMEOUT = Key.of(
      "shutdown_timeout",
      Kind.DURATION,
      FanoutSettings.DEFAULT_SHUTDOWN_TIMEOUT,
      "How long closing may take in all.");

  /** In the order of the documentation; `vendors` comes on its own. */
  static final List<Key<?>> ALL =
      List.of(ENABLED, STRICT, RuleKeys.RULES, QUEUE, BATCH, BUFFER, SHUTDOWN_TIMEOUT);

  private FileKeys() {}
}
