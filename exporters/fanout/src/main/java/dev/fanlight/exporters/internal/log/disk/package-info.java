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
 * <p><b>Objects,</b> each of which knows only objects below it:
 *
 * <pre>
 *   DeferredLog ─▶ DiskLog ─▶ DiskReader ─▶ DiskLease, ReadAhead     LogWriter ─▶ SegmentWriter, StateWriter, Housekeeping
 *                                  │            ReaderRegistry ─▶ Takeover, Backfill     │            Slots ─▶ Recovery
 *                                  ▼                       ▼                             ▼
 *                      LogTable: the lock, and the transitions that touch more than one part
 *   ReaderStates      PendingRecords      WriteProgress           RecordCache           Segments
 *   ReaderState, OpenReader, Cursor, PassedRecord           Entry, RecordLocation       Segment
 *                      formats: SegmentSummary, RecordHeader, LogState, …; Disk, DiskFile
 * </pre>
 *
 * <ul>
 *   <li>{@code DiskLog} is the log; {@code DeferredLog} opens it on a thread of its own, so that a disk that hangs holds up no
 *       start, and takes a log in memory in its place after a time.
 *   <li>{@code LogTable} is the state that all threads share. {@code Segments} has the files, oldest first;
 *       {@code PendingRecords} the records that are in no file yet, with their readers; {@code RecordCache} the records in
 *       memory; {@code ReaderStates} the cursors and the ledger of each reader, whether it is open or not ({@code OpenReader}
 *       is the part that ends with the process); {@code WriteProgress} the counters of the writer, and the waits for it.
 *   <li>{@code DiskReader} gives records to a lane as {@code DiskLease}s: from {@code RecordCache}, or through
 *       {@code ReadAhead} from the files. {@code ReaderRegistry} opens readers; {@code Takeover} has the records that earlier
 *       readers left for them, and {@code Backfill} the records of others.
 *   <li>{@code LogWriter} is the thread that writes: {@code SegmentWriter} the records, {@code StateWriter} the states,
 *       {@code Housekeeping} deletes and adopts.
 *   <li>{@code Recovery} reads the segments and states of earlier runs at the start; {@code Slots} finds the folder, and
 *       folders without an owner, which are adopted.
 *   <li>{@code Health} reports each change of state once; {@code FolderReport} and its parts are the inspection by
 *       {@code fanlight log}, which changes no file.
 *   <li>{@code Disk} is the file system; tests have one that fails, tears and forgets.
 * </ul>
 *
 * <p><b>A record</b> is claimed by a reader as long as the reader has not settled it. Before it is written,
 * {@code PendingRecords} has its readers; from then on each {@code Cursor} counts the spans that it claims in the segment, so
 * that no memory is needed for each record on disk. A record that a reader has passed is a {@code PassedRecord} until it is
 * settled; in flight it is pinned: it stays in memory, and the loss of its segment does not touch it.
 *
 * <pre>
 *   append ──▶ pending, in the cache ──written──▶ in a segment, in the cache ──evicted──▶ in a segment
 *                 │ no room: lost                     │ no room on disk: its segment is given up, and its records are lost
 *                 └─ last claim settled: removed      └─ last claim of the segment settled: the file is deleted
 * </pre>
 *
 * <p><b>Threads.</b> The batcher appends; sender threads take, settle and read ahead; {@code fanlight-log-writer} alone writes
 * files; {@code fanlight-log-opener} opens the log. An append, and a take that follows a settlement, wait for the writer, for
 * at most 250 ms. After a wait in vain the log is <i>behind</i>, and no thread waits until the writer has caught up.
 *
 * <p><b>Lock.</b> The lock of {@code LogTable} guards the table and its parts. A class that needs several of them in one step
 * passes that step to {@code LogTable}, which runs it under the lock; methods that need the lock end in {@code Locked}. No
 * thread reads or writes a file while it holds the lock. Ledgers are booked under it; readers are notified after it
 * ({@code Notifications}).
 *
 * <p><b>Order of writes,</b> and the cost of a kill before each step. A kill never costs a span that was on disk.
 *
 * <ol>
 *   <li>The claims to a record are in a state before the record is in a segment. <i>Before it:</i> the record is in memory
 *       alone, and its append has not returned.
 *   <li>The record is in a segment before its append returns, unless the log is behind. <i>Before it:</i> the beginning of the
 *       record is a torn tail, which the next process steps over.
 *   <li>A settlement is in a state before the sender thread that made it takes further records, unless the log is behind.
 *       <i>Before it:</i> the next process sends the records of one lease a thread again.
 *   <li>A file is deleted after two copies of a state that does not claim it. <i>Before it:</i> the next process finds a file
 *       that no cursor claims, and deletes it. On a full disk a file goes before the state can be written; <i>before that
 *       state</i> the next process counts its spans as corrupt.
 *   <li>The segments of an adopted slot are moved after a state that has its cursors. <i>Before it:</i> the slot is adopted
 *       anew; two states may speak of its run then, and the state of the adopter holds.
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
