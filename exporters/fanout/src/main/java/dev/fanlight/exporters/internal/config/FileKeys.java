/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.DiskSettings.Sync;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
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
      "Turns everything on or off; while false, there is no traffic, no thread and no port.");

  static final ConfigKey<Boolean> STRICT = ConfigKey.of(
      "strict",
      ValueType.FLAG,
      false,
      "If true, a vendor that cannot be created fails the start; if false, it is logged and skipped.");

  static final ConfigKey<Integer> QUEUE_CAPACITY = ConfigKey.of(
      "capacity",
      ValueType.integer(2, 1 << 20),
      FanoutSettings.DEFAULT_QUEUE_CAPACITY,
      "Maximum number of queued spans; less while spans are large, so that the queue takes at most a tenth of the"
          + " heap.");

  static final ConfigKey<ConfigNode> QUEUE = ConfigKey.nested(
      "queue", "The queue between the application and the batcher.", QUEUE_CAPACITY);

  static final ConfigKey<Integer> BATCH_SPANS = ConfigKey.of(
      "spans",
      ValueType.integer(1, 1 << 20),
      FanoutSettings.DEFAULT_BATCH_SPANS,
      "Maximum number of spans in a batch.");

  static final ConfigKey<Long> BATCH_BYTES = ConfigKey.of(
      "bytes",
      ValueType.SIZE,
      (long) FanoutSettings.DEFAULT_BATCH_BYTES,
      "Maximum size of a batch after compression.");

  static final ConfigKey<Duration> BATCH_DELAY = ConfigKey.of(
      "delay",
      ValueType.DURATION,
      FanoutSettings.DEFAULT_BATCH_DELAY,
      "Maximum time that a span waits for its batch to fill.");

  static final ConfigKey<ConfigNode> BATCH = ConfigKey.nested(
      "batch",
      "The limits of a batch; the first that is reached closes it. A batch is also closed at an estimated 3MiB before"
          + " compression, or at a 64th of the heap if that is less.",
      BATCH_SPANS,
      BATCH_BYTES,
      BATCH_DELAY);

  static final ConfigKey<Optional<Long>> BUFFER_MEMORY = ConfigKey.optional(
      "memory",
      ValueType.SIZE,
      "Maximum size of all buffered batches in memory; the default is the smaller of 64MiB and a tenth of the heap.");

  static final ConfigKey<Path> DISK_PATH = ConfigKey.required(
      "path", ValueType.PATH, "Folder for buffered batches; created if it is missing.");

  static final ConfigKey<Long> DISK_LIMIT = ConfigKey.of(
      "limit",
      ValueType.SIZE,
      1L << 30,
      "Maximum size of the folder; if it is reached, the oldest batches are dropped.");

  static final ConfigKey<Duration> DISK_MAX_AGE = ConfigKey.of(
      "max_age",
      ValueType.DURATION,
      Duration.ofHours(24),
      "Maximum age of a batch on disk; older batches are dropped.");

  static final ConfigKey<Sync> DISK_SYNC = ConfigKey.of(
      "sync",
      ValueType.oneOf(Sync.class),
      Sync.INTERVAL,
      "Time at which written batches are synced, to survive a power failure: once a second, before each batch is sent, or"
          + " never. They survive the end of the process in any case.");

  static final ConfigKey<Optional<Duration>> DISK_RETAIN = ConfigKey.optional(
      "retain",
      ValueType.DURATION,
      "Time for which delivered batches are kept, for the `backfill` of new vendors.");

  static final ConfigKey<Optional<ConfigNode>> BUFFER_DISK = ConfigKey.optional(
      "disk",
      ValueType.mapping(DISK_PATH, DISK_LIMIT, DISK_MAX_AGE, DISK_SYNC, DISK_RETAIN),
      "Keeps buffered batches on disk, so that they survive the process.");

  static final ConfigKey<ConfigNode> BUFFER = ConfigKey.nested(
      "buffer",
      "The buffer of batches for vendors that are slow or down.",
      BUFFER_MEMORY,
      BUFFER_DISK);

  static final ConfigKey<Duration> SHUTDOWN_TIMEOUT = ConfigKey.of(
      "shutdown_timeout",
      ValueType.DURATION,
      FanoutSettings.DEFAULT_SHUTDOWN_TIMEOUT,
      "Maximum time of shutdown.");

  /** In the order of the documentation; `vendors` comes on its own. */
  static final List<ConfigKey<?>> ALL =
      List.of(ENABLED, STRICT, RuleKeys.RULES, QUEUE, BATCH, BUFFER, SHUTDOWN_TIMEOUT);

  private FileKeys() {}
}
