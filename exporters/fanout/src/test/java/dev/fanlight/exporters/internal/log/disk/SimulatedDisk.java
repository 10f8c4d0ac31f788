/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The disk of a simulated machine: a {@link FailingDisk} of which a simulation decides over each operation. */
public final class SimulatedDisk implements Disk {

  private final FailingDisk disk;
  private final Operations operations;

  /** Decides over each operation, and hears of those that were done. */
  public interface Operations {

    /** Is called before each operation; takes its time, or refuses it. */
    void before(Kind kind, Path path) throws IOException;

    /** Returns how many bytes of a write reach the disk before it is refused; all of them if it is not. */
    int accepted(Path file, int bytes);

    /** The process was killed in the middle of an operation; does not return. */
    Error killed();

    /** Bytes were written. */
    void written(Path file, byte[] bytes);

    /** The content of a file was synced. */
    void synced(Path file);

    /** The names in a folder were synced. */
    void namesSynced(Path folder);

    /** A file was deleted, or its name was taken by another. */
    void deleted(Path file);
  }

  /** The kinds of operations. */
  public enum Kind {
    /** Lists a folder, or opens or reads a file. */
    READ,
    /** Writes or truncates. */
    WRITE,
    /** Syncs a file or a folder. */
    SYNC,
    /** Creates, renames or deletes. */
    NAME
  }

  /** An empty disk. */
  public SimulatedDisk(Operations operations) {
    this(new FailingDisk(), operations);
  }

  private SimulatedDisk(FailingDisk disk, Operations operations) {
    this.disk = disk;
    this.operations = operations;
  }

  /** Returns the disk that the next process finds after this one was killed, or has ended. */
  public SimulatedDisk afterKill() {
    return new SimulatedDisk(disk.afterKill(), operations);
  }

  /** Returns a disk that may be left after a loss of power. */
  public SimulatedDisk afterPowerLoss(Random random) {
    return new SimulatedDisk(disk.afterPowerLoss(random), operations);
  }

  /** Kills the process in the middle of the n-th change from now on. */
  public void killAt(int change, long seed) {
    disk.dieAt(disk.changes() + change, seed);
  }

  /** Takes {@link #killAt} back. */
  public void killNever() {
    disk.dieAt(Long.MAX_VALUE, 0);
  }

  /** Turns one bit of a file over. */
  public void flipBit(Random random) {
    disk.flipBit(random);
  }

  /** Limits the bytes that can still be written. */
  public void haveRoomFor(long bytes) {
    disk.haveRoomFor(bytes == Long.MAX_VALUE ? bytes : disk.sizeInBytes() + bytes);
  }

  /** Locks the first slot of a folder, as a process does that hangs; returns what releases it. */
  public Runnable holdFirstSlot(Path base) throws IOException {
    Lock lock = disk.lock(base.resolve(SlotName.of(0)).resolve(SlotFiles.LOCK));
    return lock == null ? () -> {} : lock::close;
  }

  /** Returns the bytes of all files. */
  public long sizeInBytes() {
    return disk.sizeInBytes();
  }

  @Override
  public List<String> list(Path folder, int maxNames) throws IOException {
    operations.before(Kind.READ, folder);
    return disk.list(folder, maxNames);
  }

  @Override
  public FolderTrust trustInSlot(Path slot) throws IOException {
    return disk.trustInSlot(slot);
  }

  @Override
  public FolderTrust trustInBase(Path base) throws IOException {
    return disk.trustInBase(base);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    change(Kind.NAME, folder, () -> disk.createFolder(folder));
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    DiskFile[] created = new DiskFile[1];
    change(Kind.NAME, file, () -> created[0] = disk.create(file));
    return new OpenFile(file, created[0]);
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    operations.before(Kind.READ, file);
    return new OpenFile(file, disk.openForWriting(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    operations.before(Kind.READ, file);
    return new OpenFile(file, disk.open(file));
  }

  @Override
  public boolean exists(Path path) {
    return disk.exists(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change(Kind.NAME, from, () -> disk.rename(from, to));
  }

  @Override
  public void delete(Path path) throws IOException {
    change(Kind.NAME, path, () -> disk.delete(path));
    operations.deleted(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    change(Kind.SYNC, folder, () -> disk.syncFolder(folder));
    operations.namesSynced(folder);
  }

  @Override
  public long usableBytes(Path folder) {
    return disk.usableBytes(folder);
  }

  @Override
  public boolean isFull(IOException refusal) {
    return disk.isFull(refusal);
  }

  @Override
  public LockReport lockReport(Path file) {
    return disk.lockReport(file);
  }

  @Override
  public @Nullable Lock lock(Path file) throws IOException {
    operations.before(Kind.READ, file);
    return disk.lock(file);
  }

  private void change(Kind kind, Path path, Change change) throws IOException {
    operations.before(kind, path);
    try {
      change.make();
    } catch (IOException refusal) {
      if (disk.isDead()) {
        throw operations.killed();
      }
      throw refusal;
    }
  }

  /** Something that the disk does. */
  private interface Change {
    void make() throws IOException;
  }

  private final class OpenFile implements DiskFile {

    private final Path path;
    private final DiskFile file;

    OpenFile(Path path, DiskFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long offset, byte[] into, int length) throws IOException {
      operations.before(Kind.READ, path);
      return file.read(offset, into, length);
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      int accepted = operations.accepted(path, bytes.length);
      change(Kind.WRITE, path, () -> file.write(offset, Arrays.copyOf(bytes, accepted)));
      if (accepted < bytes.length) {
        throw new IOException("Input/output error");
      }
      operations.written(path, bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      change(Kind.WRITE, path, () -> file.truncate(size));
    }

    @Override
    public void sync() throws IOException {
      change(Kind.SYNC, path, file::sync);
      operations.synced(path);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
