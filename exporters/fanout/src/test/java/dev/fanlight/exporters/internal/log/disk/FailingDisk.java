/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that dies in the middle of its n-th change, forgets what was not synced, fails, is full, slow,
 * read-only, or loses a folder. Any thread.
 */
final class FailingDisk implements Disk {

  /*
   * Changes are counted: each write, truncation, creation, rename, deletion and sync is one. A change that the disk
   * dies in is done in part; after it nothing is done and every call fails, as for a process that was killed.
   *
   * Two truths about what is left. After a kill: all that was done. After a loss of power: the content that was synced
   * with any of the later writes, each whole, in part or not at all; and the names that were synced with the first few
   * of the later changes of names, as a journal keeps them.
   */

  private static final int LAST_STATES_BYTES = 1_000;

  private final Object lock = new Object();

  @GuardedBy("lock") private final Set<Path> folders = new TreeSet<>();

  @GuardedBy("lock") private final Map<Path, CrashableFile> names = new TreeMap<>();

  @GuardedBy("lock") private final Map<Path, Map<Path, CrashableFile>> syncedNames = new HashMap<>();

  @GuardedBy("lock") private final Map<Path, List<Map<Path, CrashableFile>>> laterNames = new HashMap<>();

  @GuardedBy("lock") private final Set<Path> locked = new HashSet<>();

  @GuardedBy("lock") private long changes;

  @GuardedBy("lock") private long bytesRead;

  @GuardedBy("lock") private long dyingAt = Long.MAX_VALUE;

  @GuardedBy("lock") private Random tear = new Random(0);

  @GuardedBy("lock") private long failingFrom = Long.MAX_VALUE;

  @GuardedBy("lock") private long failingTo;

  @GuardedBy("lock") private String refusal = "Input/output error";

  @GuardedBy("lock") private boolean readOnly;

  @GuardedBy("lock") private final Set<Path> unreadable = new HashSet<>();

  @GuardedBy("lock") private final Set<Path> denied = new HashSet<>();

  @GuardedBy("lock") private long capacity = Long.MAX_VALUE;

  @GuardedBy("lock") private boolean syncsNoFolders;

  private volatile boolean syncsNoFiles;

  @GuardedBy("lock") private boolean renamesNoOpenFiles;

  /** How often each file is open. */
  @GuardedBy("lock") private final IdentityHashMap<CrashableFile, Integer> handles = new IdentityHashMap<>();

  private volatile Runnable beforeChange = () -> {};

  private volatile Consumer<Path> beforeOpening = file -> {};

  private volatile Consumer<Path> afterRenaming = file -> {};

  // ---- what a test asks for ----

  /** From now on, the n-th change from the beginning is done in part, and nothing after it. */
  FailingDisk dieAt(long change, long seed) {
    synchronized (lock) {
      dyingAt = change;
      tear = new Random(seed);
      return this;
    }
  }

  /** The changes from one to another, counted from the beginning, are refused; those after it are done. */
  void failBetween(long first, long last) {
    synchronized (lock) {
      failingFrom = first;
      failingTo = last;
      refusal = "Input/output error";
    }
  }

  /** The changes from one to another, counted from the beginning, are refused for want of space. */
  void beFullBetween(long first, long last) {
    synchronized (lock) {
      failBetween(first, last);
      refusal = "No space left on device";
    }
  }

  /** From now on every change is refused, or no longer. */
  void beReadOnly(boolean isReadOnly) {
    synchronized (lock) {
      readOnly = isReadOnly;
    }
  }

  /** From now on this file cannot be read, or can again. */
  void beUnreadable(Path file, boolean isUnreadable) {
    synchronized (lock) {
      if (isUnreadable) {
        unreadable.add(file);
      } else {
        unreadable.remove(file);
      }
    }
  }

  /** This folder is another user's: what is in it is not ours to open. */
  void belongsToAnother(Path folder) {
    synchronized (lock) {
      denied.add(folder);
    }
  }

  /** From now on it refuses to sync a folder, as some file systems do. */
  void syncNoFolders() {
    synchronized (lock) {
      syncsNoFolders = true;
    }
  }

  /** Whether it refuses to sync a file, as a broken disk does; it takes writes all the same. */
  void syncNoFiles(boolean refuses) {
    syncsNoFiles = refuses;
  }

  /** From now on it renames no file that is open, nor to the name of one, as Windows does. */
  void renameNoOpenFiles() {
    synchronized (lock) {
      renamesNoOpenFiles = true;
    }
  }

  /** Handles of all files that are open now. */
  int openHandles() {
    synchronized (lock) {
      return handles.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Most bytes of all files together; a write beyond that is done in part and fails. */
  void haveRoomFor(long bytes) {
    synchronized (lock) {
      capacity = bytes;
    }
  }

  /** Has something happen before each change, on the thread that makes it; it may wait. */
  void beforeEachChange(Runnable action) {
    beforeChange = action;
  }

  /** Has something happen before each file is opened for reading. */
  void beforeEachOpening(Consumer<Path> action) {
    beforeOpening = action;
  }

  /** Has something happen after each renaming, with the new name, on the thread that makes it; it may wait. */
  void afterEachRenaming(Consumer<Path> action) {
    afterRenaming = action;
  }

  /** Turns one bit over: as often in the last states of a slot as in one of the segments. */
  void flipBit(Random random) {
    synchronized (lock) {
      List<Path> files = names.keySet().stream()
          .filter(file -> UsedLog.isSegment(file) || file.endsWith(StateFile.NAME))
          .toList();
      boolean ofStates = random.nextBoolean();
      List<Path> wanted =
          files.stream().filter(file -> UsedLog.isSegment(file) != ofStates).toList();
      if (!wanted.isEmpty()) {
        CrashableFile content =
            Objects.requireNonNull(names.get(wanted.get(random.nextInt(wanted.size()))));
        int last = ofStates ? Math.min(content.size(), LAST_STATES_BYTES) : content.size();
        if (last > 0) {
          content.flipBit(content.size() - 1 - random.nextInt(last), random.nextInt(Byte.SIZE));
        }
      }
    }
  }

  /** Deletes a folder with all that is in it; files that are open can still be used. */
  void loseFolder(Path folder) {
    synchronized (lock) {
      folders.removeIf(each -> each.startsWith(folder));
      names.keySet().removeIf(each -> each.startsWith(folder));
    }
  }

  boolean isDead() {
    synchronized (lock) {
      return changes >= dyingAt;
    }
  }

  long changes() {
    synchronized (lock) {
      return changes;
    }
  }

  long bytesRead() {
    synchronized (lock) {
      return bytesRead;
    }
  }

  /** All files by their names. */
  Map<Path, byte[]> files() {
    synchronized (lock) {
      Map<Path, byte[]> files = new TreeMap<>();
      names.forEach((path, content) -> files.put(path, content.bytes()));
      return files;
    }
  }

  long sizeInBytes() {
    synchronized (lock) {
      return names.values().stream().mapToLong(CrashableFile::size).sum();
    }
  }

  /** What survives every loss of power: content that was synced, in files whose names were. */
  Map<Path, byte[]> synced() {
    synchronized (lock) {
      Map<Path, byte[]> synced = new TreeMap<>();
      syncedNames
          .values()
          .forEach(folder -> folder.forEach((path, file) -> {
            if (names.get(path) == file) { // else it was replaced or deleted, and may be gone
              synced.put(path, file.synced());
            }
          }));
      return synced;
    }
  }

  /** A sound disk with these files. */
  static FailingDisk of(Map<Path, byte[]> files) {
    FailingDisk disk = new FailingDisk();
    synchronized (disk.lock) {
      files.forEach((path, bytes) -> disk.names.put(path, new CrashableFile(bytes)));
      files.keySet().forEach(path -> disk.addFolders(path.getParent()));
      disk.folders.forEach(disk::syncNames);
    }
    return disk;
  }

  /** A sound disk with what is left where the process was killed. */
  FailingDisk afterKill() {
    FailingDisk left = of(files());
    synchronized (lock) {
      Set<Path> empty = Set.copyOf(folders);
      synchronized (left.lock) {
        left.folders.addAll(empty);
      }
    }
    return left;
  }

  /** A sound disk with what may be left where the power was lost. */
  FailingDisk afterPowerLoss(Random random) {
    Map<Path, byte[]> left = new TreeMap<>();
    Set<Path> all;
    synchronized (lock) {
      all = new TreeSet<>(folders);
      for (Path folder : all) {
        List<Map<Path, CrashableFile>> later = laterNames.getOrDefault(folder, List.of());
        int kept = random.nextInt(later.size() + 1);
        Map<Path, CrashableFile> survivors =
            kept == 0 ? syncedNames.getOrDefault(folder, Map.of()) : later.get(kept - 1);
        survivors.forEach((path, content) -> left.put(path, content.afterPowerLoss(random)));
      }
    }
    FailingDisk disk = of(left);
    synchronized (disk.lock) {
      disk.folders.addAll(all);
    }
    return disk;
  }

  // ---- a disk ----

  @Override
  public List<String> list(Path folder, int maxNames) throws IOException {
    synchronized (lock) {
      checkAlive();
      List<String> found = new ArrayList<>();
      names.keySet().stream()
          .filter(path -> folder.equals(path.getParent()))
          .forEach(path -> found.add(String.valueOf(path.getFileName())));
      folders.stream()
          .filter(path -> folder.equals(path.getParent()))
          .forEach(path -> found.add(String.valueOf(path.getFileName())));
      return found.subList(0, Math.min(found.size(), maxNames));
    }
  }

  @Override
  public FolderTrust trustInSlot(Path slot) throws IOException {
    synchronized (lock) {
      checkAlive();
      if (denied.contains(slot)) {
        return FolderTrust.FOREIGN;
      }
      return folders.contains(slot) ? FolderTrust.TRUSTED : FolderTrust.MISSING;
    }
  }

  @Override
  public FolderTrust trustInBase(Path base) throws IOException {
    return trustInSlot(base);
  }

  @Override
  public long usableBytes(Path folder) {
    synchronized (lock) {
      return Math.max(0, capacity - sizeInBytes());
    }
  }

  @Override
  public boolean isFull(IOException refusal) {
    return FullDisk.isCauseOf(refusal);
  }

  @Override
  public LockReport lockReport(Path file) {
    synchronized (lock) {
      Holding holding = locked.contains(file) ? Holding.HELD : Holding.FREE;
      CrashableFile content = names.get(file);
      String text = content == null ? "" : new String(content.bytes(), StandardCharsets.UTF_8);
      return new LockReport(holding, text);
    }
  }

  @Override
  @SuppressWarnings("GuardedBy") // change() runs it under the lock
  public void createFolder(Path folder) throws IOException {
    change((done, all) -> {
      if (done == all) {
        addFolders(folder);
        folders.forEach(this::syncNames);
      }
    });
  }

  @GuardedBy("lock") private void addFolders(@Nullable Path folder) {
    for (Path each = folder; each != null; each = each.getParent()) {
      if (folders.add(each)) {
        syncNames(each);
      }
    }
  }

  @GuardedBy("lock") private void syncNames(Path folder) {
    syncedNames.put(folder, namesIn(folder));
    laterNames.put(folder, new ArrayList<>());
  }

  @GuardedBy("lock") private Map<Path, CrashableFile> namesIn(Path folder) {
    Map<Path, CrashableFile> here = new TreeMap<>(names);
    here.keySet().removeIf(path -> !folder.equals(path.getParent()));
    return here;
  }

  @GuardedBy("lock") private void namesChangedIn(@Nullable Path folder) {
    Path where = Objects.requireNonNull(folder);
    laterNames.computeIfAbsent(where, key -> new ArrayList<>()).add(namesIn(where));
  }

  @Override
  @SuppressWarnings("GuardedBy") // change() runs it under the lock
  public DiskFile create(Path file) throws IOException {
    CrashableFile content = new CrashableFile(new byte[0]);
    change((done, all) -> {
      if (!folders.contains(Objects.requireNonNull(file.getParent()))) {
        throw new NoSuchFileException(file.toString());
      }
      if (names.containsKey(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      if (done == all) {
        names.put(file, content);
        namesChangedIn(file.getParent());
      }
    });
    return new Open(file, content, true);
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    return open(file, true);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return open(file, false);
  }

  private DiskFile open(Path file, boolean isWritable) throws IOException {
    beforeOpening.accept(file);
    synchronized (lock) {
      checkAlive();
      CrashableFile content = names.get(file);
      if (content == null) {
        throw new FileNotFoundException(file.toString());
      }
      checkMayOpen(file);
      return new Open(file, content, isWritable);
    }
  }

  @GuardedBy("lock") private void checkMayRename(Path file) throws IOException {
    if (renamesNoOpenFiles && handles.containsKey(names.get(file))) {
      throw new FileSystemException(
          file.toString(), null, "The process cannot access the file because it is being used");
    }
  }

  @Override
  public boolean exists(Path path) {
    synchronized (lock) {
      return names.containsKey(path) || folders.contains(path);
    }
  }

  @Override
  @SuppressWarnings("GuardedBy") // change() runs it under the lock
  public void rename(Path from, Path to) throws IOException {
    change((done, all) -> {
      if (!names.containsKey(from)) {
        throw new NoSuchFileException(from.toString());
      }
      checkMayRename(from);
      checkMayRename(to);
      if (done == all) {
        names.put(to, Objects.requireNonNull(names.remove(from)));
        namesChangedIn(to.getParent());
      }
    });
    afterRenaming.accept(to);
  }

  @Override
  @SuppressWarnings("GuardedBy") // change() runs it under the lock
  public void delete(Path path) throws IOException {
    change((done, all) -> {
      if (done == all) {
        if (names.remove(path) != null) {
          namesChangedIn(path.getParent());
        } else if (folders.stream().noneMatch(each -> path.equals(each.getParent()))
            && namesIn(path).isEmpty()) {
          folders.remove(path);
        }
      }
    });
  }

  @Override
  @SuppressWarnings("GuardedBy") // change() runs it under the lock
  public void syncFolder(Path folder) throws IOException {
    change((done, all) -> {
      if (syncsNoFolders) {
        throw new IOException("Invalid argument");
      }
      if (done == all) {
        syncNames(folder);
      }
    });
  }

  @Override
  public @Nullable Lock lock(Path file) throws IOException {
    synchronized (lock) {
      checkAlive();
      if (!folders.contains(Objects.requireNonNull(file.getParent()))) {
        throw new NoSuchFileException(file.toString());
      }
      checkMayOpen(file);
      if (readOnly && !names.containsKey(file)) {
        throw new IOException("Read-only file system");
      }
      CrashableFile content =
          names.computeIfAbsent(file, missing -> new CrashableFile(new byte[0]));
      return locked.add(file) ? new Locked(file, content) : null;
    }
  }

  /** Its text is no change, and takes no space: nothing depends on it. */
  private final class Locked implements Lock {
    private final Path file;
    private final CrashableFile content;

    Locked(Path file, CrashableFile content) {
      this.file = file;
      this.content = content;
    }

    @Override
    public void write(String text) {
      synchronized (lock) {
        content.truncate(0);
        content.write(0, text.getBytes(StandardCharsets.UTF_8));
      }
    }

    @Override
    public void close() {
      unlock(file);
    }
  }

  @GuardedBy("lock") private void checkMayOpen(Path file) throws IOException {
    if (denied.contains(file.getParent())) {
      throw new AccessDeniedException(file.toString());
    }
  }

  private void unlock(Path file) {
    synchronized (lock) {
      locked.remove(file);
    }
  }

  @GuardedBy("lock") private void checkAlive() throws IOException {
    if (changes >= dyingAt) {
      throw new IOException("the process was killed");
    }
  }

  private void change(Change change) throws IOException {
    change(1, change);
  }

  /** Counts a change of so many bytes, and does it as far as the disk's state lets it. */
  private void change(int size, Change change) throws IOException {
    beforeChange.run();
    synchronized (lock) {
      checkAlive();
      changes++;
      if (changes >= dyingAt) {
        change.apply(tear.nextInt(size + 1), size);
        throw new IOException("the process was killed");
      }
      if (readOnly) {
        throw new IOException("Read-only file system");
      }
      if (changes >= failingFrom && changes <= failingTo) {
        throw new IOException(refusal);
      }
      change.apply(size, size);
    }
  }

  /** Something that can be done in part. */
  private interface Change {
    void apply(int done, int all) throws IOException;
  }

  private final class Open implements DiskFile {

    private final Path path;
    private final CrashableFile content;
    private final boolean isWritable;
    private boolean isClosed;

    Open(Path path, CrashableFile content, boolean isWritable) {
      this.path = path;
      this.content = content;
      this.isWritable = isWritable;
      synchronized (lock) {
        handles.merge(content, 1, Integer::sum);
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (lock) {
        checkAlive();
        return content.size();
      }
    }

    @Override
    public int read(long offset, byte[] into, int length) throws IOException {
      synchronized (lock) {
        checkAlive();
        if (unreadable.contains(path)) {
          throw new IOException("Input/output error");
        }
        int from = (int) Math.min(offset, content.size());
        int read = Math.min(length, content.size() - from);
        content.copyTo(from, into, read);
        bytesRead += read;
        return read;
      }
    }

    @Override
    @SuppressWarnings("GuardedBy") // change() runs it under the lock
    public void write(long offset, byte[] bytes) throws IOException {
      change(bytes.length, (done, all) -> {
        checkWritable();
        if (offset > content.size()) {
          throw new IOException("written beyond the end, at " + offset);
        }
        long room = Math.max(0, capacity - sizeInBytes() + content.size() - offset);
        int fits = (int) Math.min(done, room);
        content.write((int) offset, Arrays.copyOf(bytes, fits));
        if (fits < done) {
          throw new IOException("No space left on device");
        }
      });
    }

    @Override
    public void truncate(long size) throws IOException {
      change(1, (done, all) -> {
        checkWritable();
        if (done == all) {
          content.truncate((int) size);
        }
      });
    }

    @Override
    public void sync() throws IOException {
      change(1, (done, all) -> {
        if (syncsNoFiles) {
          throw new IOException("Input/output error");
        }
        if (done == all) {
          content.sync();
        }
      });
    }

    private void checkWritable() throws IOException {
      if (!isWritable) {
        throw new IOException("opened for reading");
      }
    }

    @Override
    public void close() {
      synchronized (lock) {
        if (!isClosed) {
          isClosed = true;
          handles.computeIfPresent(content, (file, open) -> open == 1 ? null : open - 1);
        }
      }
    }
  }
}
