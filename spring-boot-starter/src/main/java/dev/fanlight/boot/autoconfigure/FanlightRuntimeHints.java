/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Registers the classes and resources that are found by name in a native image. */
final class FanlightRuntimeHints implements RuntimeHintsRegistrar {

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
    hints
        .resources()
        .registerPattern("META-INF/services/dev.fanlight.exporters.spi.*")
        .registerPattern("dev/fanlight/*");
    hints
        .reflection()
        .registerTypeIfPresent(
            classLoader,
            "dev.fanlight.boot.FanlightLogFormatter",
            MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
  }
}
