/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The settings of the fan-out as values, which check themselves: the configuration creates them, the engine runs by them, and
 * neither knows the other. Internal: no compatibility promise.
 */
@NullMarked
package dev.fanlight.exporters.internal.settings;

import org.jspecify.annotations.NullMarked;
