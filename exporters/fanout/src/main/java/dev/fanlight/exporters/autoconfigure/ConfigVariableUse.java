/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The configuration that variables name, and the record of its use.
 *
 * <p>The process has one record: the SDK makes each provider with a service loader, several times, and none of them can pass
 * an object to another. Any thread.
 */
final class ConfigVariableUse {

  private static final AtomicBoolean USED = new AtomicBoolean();

  private ConfigVariableUse() {}

  /** Returns the builder for {@code FANLIGHT_CONFIG} and its like, and counts as their use; empty if none is set. */
  static Optional<Fanlight.Builder> take() {
    USED.set(true);
    return Fanlight.fromEnvironment();
  }

  /** Returns the advice, once in a process, if a variable names a configuration that nothing has taken. */
  static Optional<String> adviceOnce() {
    return Fanlight.fromEnvironment().isPresent() && USED.compareAndSet(false, true)
        ? Optional.of(
            "FANLIGHT_CONFIG has no effect, because the SDK has a declarative configuration; name Fanlight in it, under"
                + " tracer_provider.processors:  - fanlight/development: {config_file: fanlight.yaml}")
        : Optional.empty();
  }
}
