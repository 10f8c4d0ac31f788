/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The machine's own disk: counts what is asked of it, and gives folders to another user. Any thread. */
final class CountingDisk implements Disk {

  private final Disk disk = new FileSystemDisk();
  private final Set<Path> foreign = new HashSet<>(); // filled before the disk is used
  private final Set<Path> unreadable = new HashSet<>();
  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();

  /** This folder is another user's; the test need not be root for that. */
  void belongsToAnother(Path folder) {
    foreign.add(folder);
  }

  /** The system does not let us open this file. */
  void beUnreadable(Path file) {
    unreadable.add(file);
  }

  long operations() {
    return operations.get();
  }

  long bytesRead() {
    return bytesRead.get();
  }

  private Disk counted() {
    operations.incrementAndGet();
    return disk;
  }

  @Override
  public List<String> list(Path folder, int maxNames) throws IOException {
    return counted().list(folder, maxNames);
  }

  @Override
  public FolderTrust trustInSlot(Path slot) throws IOException {
    FolderTrust trust = counted().trustInSlot(slot);
    return foreign.contains(slot) ? FolderTrust.FOREIGN : trust;
  }

  @Override
  public FolderTrust trustInBase(Path base) throws IOException {
    FolderTrust trust = counted().trustInBase(base);
    return foreign.contains(base) ? FolderTrust.FOREIGN : trust;
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    counted().createFolder(folder);
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return new Counted(counted().create(file));
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    return new Counted(counted().openForWriting(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    if (unreadable.contains(file)) {
      throw new AccessDeniedException(file.toString());
    }
    return new Counted(counted().open(file));
  }

  @Override
  public boolean exists(Path path) {
    return counted().exists(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    counted().rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    counted().delete(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    counted().syncFolder(folder);
  }

  @Override
  public long usableBytes(Path folder) throws IOException {
    return counted().usableBytes(folder);
  }

  @Override
  public boolean isFull(IOException refusal) {
    return disk.isFull(refusal);
  }

  @Override
  public LockReport lockReport(Path file) throws IOException {
    return counted().lockReport(file);
  }

  @Override
  public @Nullable Lock lock(Path file) throws IOException {
    return counted().lock(file);
  }

  private final class Counted implements DiskFile {
    private final DiskFile file;

    Counted(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      operations.incrementAndGet();
      return file.size();
    }

    @Override
    public int read(long offset, byte[] into, int length) throws IOException {
      operations.incrementAndGet();
      int read = file.read(offset, into, length);
      bytesRead.addAndGet(read);
      return read;
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      operations.incrementAndGet();
      file.write(offset, bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
