/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.lane.FanoutSettings;
import dev.fanlight.exporters.internal.log.DiskSettings.Sync;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The top-level keys that are not sections of other plugins. */
final class FileKeys {

  static final ConfigKey<Boolean> ENABLED = ConfigKey.of(
      "enabled",
      ValueType.FLAG,
      true,
      "The one switch: while false, nothing is sent and nothing runs.");

  static final ConfigKey<Boolean> STRICT = ConfigKey.of(
      "strict",
      ValueType.FLAG,
      false,
      "Whether a vendor that cannot be built fails the start; otherwise it is reported and left out.");

  static final ConfigKey<Integer> QUEUE_CAPACITY = ConfigKey.of(
      "capacity",
      ValueType.integer(2, 1 << 20),
      FanoutSettings.DEFAULT_QUEUE_CAPACITY,
      "Spans that may wait for the batcher; fewer while they are large, so that all of them together take at most"
          + " a tenth of the heap.");

  static final ConfigKey<ConfigNode> QUEUE =
      ConfigKey.nested("queue", "Between the application and the batcher.", QUEUE_CAPACITY);

  static final ConfigKey<Integer> BATCH_SPANS = ConfigKey.of(
      "spans",
      ValueType.integer(1, 1 << 20),
      FanoutSettings.DEFAULT_BATCH_SPANS,
      "Spans that close a batch.");

  static final ConfigKey<Long> BATCH_BYTES = ConfigKey.of(
      "bytes",
      ValueType.SIZE,
      (long) FanoutSettings.DEFAULT_BATCH_BYTES,
      "Compressed bytes that close a batch.");

  static final ConfigKey<Duration> BATCH_DELAY = ConfigKey.of(
      "delay", ValueType.DURATION, FanoutSettings.DEFAULT_BATCH_DELAY, "Age that closes a batch.");

  static final ConfigKey<ConfigNode> BATCH = ConfigKey.nested(
      "batch",
      "When a batch is closed: whichever comes first. A batch is also closed at an estimated 3MiB before compression,"
          + " or at a 64th of the heap if that is less.",
      BATCH_SPANS,
      BATCH_BYTES,
      BATCH_DELAY);

  static final ConfigKey<Optional<Long>> BUFFER_MEMORY = ConfigKey.optional(
      "memory",
      ValueType.SIZE,
      "Bytes of all batches that wait; by default the smaller of 64MiB and a tenth of the heap.");

  static final ConfigKey<Path> DISK_PATH = ConfigKey.required(
      "path", ValueType.PATH, "Folder for the batches that wait; made if it is not there.");

  static final ConfigKey<Long> DISK_LIMIT = ConfigKey.of(
      "limit",
      ValueType.SIZE,
      1L << 30,
      "Most bytes of the folder; beyond it the oldest batch goes.");

  static final ConfigKey<Duration> DISK_MAX_AGE = ConfigKey.of(
      "max_age", ValueType.DURATION, Duration.ofHours(24), "How long a batch may wait on disk.");

  static final ConfigKey<Sync> DISK_SYNC = ConfigKey.of(
      "sync",
      ValueType.oneOf(Sync.class),
      Sync.INTERVAL,
      "When what was written is made to survive a loss of power: once a second, before each batch is sent, or never."
          + " The end of the process it survives in any case.");

  static final ConfigKey<Optional<Duration>> DISK_RETAIN = ConfigKey.optional(
      "retain", ValueType.DURATION, "How long delivered batches are kept for vendors yet to come.");

  static final ConfigKey<Optional<ConfigNode>> BUFFER_DISK = ConfigKey.optional(
      "disk",
      ValueType.mapping(DISK_PATH, DISK_LIMIT, DISK_MAX_AGE, DISK_SYNC, DISK_RETAIN),
      "Keeps waiting batches on disk, so that they survive the process.");

  static final ConfigKey<ConfigNode> BUFFER = ConfigKey.nested(
      "buffer", "Where batches wait for slow vendors.", BUFFER_MEMORY, BUFFER_DISK);

  static final ConfigKey<Duration> SHUTDOWN_TIMEOUT = ConfigKey.of(
      "shutdown_timeout",
      ValueType.DURATION,
      FanoutSettings.DEFAULT_SHUTDOWN_TIMEOUT,
      "How long closing may take in all.");

  /** In the order of the documentation; `vendors` comes on its own. */
  static final List<ConfigKey<?>> ALL =
      List.of(ENABLED, STRICT, RuleKeys.RULES, QUEUE, BATCH, BUFFER, SHUTDOWN_TIMEOUT);

  private FileKeys() {}
}
