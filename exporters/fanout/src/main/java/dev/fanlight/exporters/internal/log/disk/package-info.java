/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The log in files: appended records survive the process, and the next process reads them. Internal: no compatibility
 * promise.
 *
 * <p><b>Folder.</b> {@code SegmentHeader}, {@code RecordFormat}, {@code SegmentSummary} and {@code StateFormat} draw the bytes.
 *
 * <pre>
 *   PATH/slot-N/lock       held while a process uses the slot; never deleted
 *              /cursors    states, one behind the other; the last sound one holds: cursors, claims, ledgers
 *              /….log      segments: header, records, and a footer once the segment is closed
 * </pre>
 *
 * <p><b>Terms.</b> A <i>run</i> is one life of a process with the log; positions count the records of a run, so that no
 * position is used twice. A <i>cursor</i> is the progress of one reader in one run. A record is <i>claimed</i> by each reader
 * that followed its view when it was appended. The <i>roster</i> numbers the changes of the views that readers follow.
 *
 * <p><b>Objects.</b>
 *
 * <ul>
 *   <li>{@code DiskLog} is the log; {@code DeferredLog} opens it on a thread of its own, so that a disk that hangs holds up no
 *       start, and takes a log in memory in its place after a time.
 *   <li>{@code Places} has a {@code Place} for each reader, whether it is open or not: its cursors and its ledger.
 *   <li>{@code DiskReader} gives records to a lane as {@code DiskLease}s: from {@code Recent}, the records in memory, or
 *       through {@code ReadAhead} from the files.
 *   <li>{@code LogWriter} is the thread that writes: {@code SegmentWriter} the records, {@code StateFile} the states,
 *       {@code Upkeep} the housekeeping.
 *   <li>{@code Segments} has the segments, oldest first, with the number of claimed spans of each cursor.
 *   <li>{@code Recovery} reads the segments and states of earlier runs at the start; {@code Slots} finds the folder, and
 *       folders without an owner, which are adopted.
 *   <li>{@code Health} reports each change of state once; {@code FolderReport} and its parts are the inspection by
 *       {@code fanlight log}, which changes no file.
 *   <li>{@code Disk} is the file system; tests have one that fails, tears and forgets.
 * </ul>
 *
 * <p><b>Threads.</b> The batcher appends; sender threads take, settle and read ahead; {@code fanlight-log-writer} alone writes
 * files; {@code fanlight-log-opener} opens the log. An append, and a take that follows a settlement, wait for the writer, for
 * at most 250 ms. After a wait in vain the log is <i>behind</i>, and no thread waits until the writer has caught up.
 *
 * <p><b>Lock.</b> One lock guards the state that readers, appenders and the writer share. No thread reads or writes a file
 * while it holds the lock. Ledgers are booked under it; readers are notified after it ({@code News}).
 *
 * <p><b>Order of writes.</b> It makes a kill harmless at each point.
 *
 * <ol>
 *   <li>The claims to a record are in a state before the record is in a segment.
 *   <li>The record is in a segment before its append returns, unless the log is behind.
 *   <li>A settlement is in a state before the sender thread that made it takes further records, unless the log is behind.
 *   <li>A file is deleted after a state that does not claim it.
 * </ol>
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Cursor and ledger of a reader are in the same state, so that the equation of the ledger holds after a restart.
 *   <li>A record that is claimed and cannot be read is booked as lost, once, with a reason; damage costs only the records that
 *       it touches, because header and trailer both have the number of spans.
 *   <li>A record is sent again only if its settlement was in no state; after a kill that is at most one lease per thread.
 *   <li>All segments together stay within {@code buffer.disk.limit}; the oldest make way, and count as {@code buffer_full}.
 *   <li>A file of a newer version, of another user, or of an unknown name is neither changed nor deleted.
 * </ul>
 *
 * <p>Decisions 021 (slow and failing disks), 025 (segment files), 049 (the simulator).
 */
@NullMarked
package dev.fanlight.exporters.internal.log.disk;

import org.jspecify.annotations.NullMarked;
