/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A deterministic simulation of the pipeline: the real classes from {@code Fanout.onEnd} to the vendor's answer, on
 * simulated time, one thread at a time, every choice from one seed.
 *
 * <p><b>Parts.</b> {@link dev.fanlight.exporters.internal.simulation.SimulatedThreads} is the scheduler. It stands behind
 * the seam {@code Threads}, from which production code takes its threads, locks, conditions, park and join. A
 * {@link dev.fanlight.exporters.internal.simulation.Script} is a {@code Setup} (settings) and a list of {@code Event}s
 * (traffic, moods of vendors, faults of plugins, flushes, edits of the file, steps of the wall clock, the end), made from
 * a seed. A {@link dev.fanlight.exporters.internal.simulation.Simulation} plays it. A {@code SimulatedVendor} stands in
 * for HTTP: it answers in place of a {@code Transport}, so that sender, retry policy and ledger are the real ones.
 *
 * <p><b>Threads.</b> Each thread of a simulation is a thread of the JVM that runs while it holds the baton. It may lose
 * the baton where it takes a lock, wakes another thread, starts one, or waits. Time moves only when all threads wait. A
 * wait may end early (a spurious wake-up); a thread may be suspended for a while with any locks that it holds. Which
 * thread goes on, and which waiting thread gets a lock, is chosen by the seed. If no thread can go on, that is a
 * deadlock; if time stands still for very many steps, that is a livelock.
 *
 * <p><b>Determinism.</b> Equal scripts give equal event hashes on every JVM: the wire writes fixed bytes without
 * compression, the heap is given, and no decision depends on a hash order, an identity hash or a clock of the machine.
 * Objects of the engine must be created on a thread of the simulation, or their locks are those of the JVM.
 *
 * <p><b>Invariants</b>, checked by the identity of each span:
 *
 * <ul>
 *   <li>No span is sent in two requests to one vendor at a time, nor again after the vendor accepted it. So duplicates
 *       come from requests alone of which the end is not known.
 *   <li>The intake counts every span that ended. Each vendor receives every span that left the queue. Each ledger adds
 *       up, and nothing is buffered after close. Delivered spans are those that the vendor accepted.
 *   <li>Each loss has a reason that the script explains, and a line in the log. A vendor has 12 lines an hour at most for
 *       each lane.
 *   <li>A healthy vendor gets every span that can be encoded, once, without delay, whatever the others do.
 *   <li>If all vendors are well and nothing comes any more, nothing is left in half an hour.
 *   <li>The log stays within its limit; flush, reload and close end in time; no thread is left after close; the
 *       application's thread is never blocked in {@code onEnd}; a flush that succeeds has delivered its spans.
 * </ul>
 *
 * <p><b>The log on disk.</b> Seeds of the odd thousands have one. A {@code Machine} has a disk and runs processes one after
 * the other. A {@code MachineProcess} plays events until it closes, is killed between two operations or in the middle of a
 * change on disk, or the power is lost. Then all its threads end where they stand, and the next process starts on the
 * files that are left. {@code MachineDisk} takes time for each sync and may refuse, cut or delay operations, be full, or
 * read nothing. {@code WrittenSpans} follows each record by the writes and syncs that the disk sees, without the code that is
 * judged. {@code DiskInvariants} checks, by the identity of each span:
 *
 * <ul>
 *   <li>An append returns when its record is written, and with {@code every_batch} when it is safe from a loss of power; with
 *       {@code interval} it is safe after three seconds at most. Checked where the disk is well and no thread is suspended.
 *   <li>A span that was written before a kill, or synced before a loss of power, reaches the vendor or is counted with a
 *       reason. Without faults of the disk, the healthy vendor gets each of them.
 *   <li>After a kill, a vendor gets again at most the last request of each sender; after a loss of power, what it accepted
 *       since the last sync. Faults of the disk, suspensions and batches that were cut allow all that this process sent.
 *   <li>The ledger of the next process goes on; no span is counted twice; each span that was written is counted.
 *   <li>The files stay within their limit and what memory may add in one round. Memory stays within its limit, and one
 *       record for each reader that could not go on otherwise.
 *   <li>No vendor gets bytes that no wire has written. Each loss has a reason that the script explains; a bit that is turned
 *       over costs one batch, or none.
 * </ul>
 *
 * <p>The seeds from 3001 to 3999, and every fourth thousand after these, have a disk without faults, so that each loss has one
 * explanation: kills in the middle of rare changes of files, losses of power or none, bits that are turned over or none.
 *
 * <p><b>Commands.</b> {@code SimulationApplication 1 100 10} runs the seeds 1 to 100, ten simulated minutes each, and can
 * go on with any range; with {@code reduce} behind it, a broken script is reduced to the events that it needs.
 * {@code PlantedBugsApplication 120} puts each {@code PlantedBug} into the product, one after the other, and looks for it.
 *
 * <p>Not simulated: the instructions of the lock-free ring (SpanRing and SpanQueue are one step each), {@code FanlightSpanProcessor} and the configuration's watcher, sockets and gRPC, compression, two processes that use one folder at a time.
 */
@NullMarked
package dev.fanlight.exporters.internal.simulation;

import org.jspecify.annotations.NullMarked;
