/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Chaos with real processes: an application with Fanlight, eight receivers, a seeded script that breaks them, and the
 * account of every span by its id.
 *
 * <p>{@link dev.fanlight.benchmarks.chaos.ChaosRun} is the command. A span id is the life of the generator process
 * (16 bits) and a number in this life (48 bits). Each receiver writes a journal before it answers; the generator
 * writes its counters into a mapped file. Both survive kill -9.
 */
@NullMarked
package dev.fanlight.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
