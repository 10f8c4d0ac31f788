/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Exhaustive exploration of the orders in which a few threads can run, up to a number of preemptions.
 *
 * <p><b>Threads.</b> {@link dev.fanlight.exporters.internal.schedules.ExploredThreads} stands behind the seam
 * {@code Threads}. One thread runs at a time. It can be preempted where it takes a lock, starts or wakes a thread, and at
 * each {@link dev.fanlight.exporters.internal.schedules.Steps}. Time moves only when all threads wait, so that a lost
 * wake-up shows as a wait that a timeout has ended, and a deadlock as one that nothing ends.
 *
 * <p><b>Steps.</b> {@link dev.fanlight.exporters.internal.schedules.SteppedProduct} compiles a source file of the product
 * with a step before each statement and at each access to a shared variable. The product itself has no seam for that.
 *
 * <p><b>Exploration.</b> {@link dev.fanlight.exporters.internal.schedules.ScheduleExplorer} runs a scenario again and again. At each
 * point it goes on with the thread that runs; another thread costs a preemption. Every order with at most so many
 * preemptions is run once. Memory is sequentially consistent: a write that is late for another processor is not explored.
 */
@NullMarked
package dev.fanlight.exporters.internal.schedules;

import org.jspecify.annotations.NullMarked;
