/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.files.FileStatus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The machine's own. */
public final class FileSystemDisk implements Disk {

  /*
   * Bytes go through RandomAccessFile, because an interrupt closes a FileChannel for every thread, and senders that
   * read are interrupted when their lane stops.
   *
   * A lock of POSIX belongs to the process and is gone as soon as the process closes *any* handle of the file. So a
   * file that this process has locked must not even be opened again, not by a second copy of these classes either:
   * the names of locked files are kept among the system's properties, the one table that all class loaders share.
   */

  private static final String LOCKED = "dev.fanlight.locked:";

  private final OwnerCheck owners;

  /** A disk on which files of other users are not opened. */
  public FileSystemDisk() {
    this(OwnerCheck.ofThisProcess());
  }

  private FileSystemDisk(OwnerCheck owners) {
    this.owners = owners;
  }

  /** A disk on which every file is opened that the system lets this user read, for reports. */
  static FileSystemDisk ofAllUsers() {
    return new FileSystemDisk(OwnerCheck.NONE);
  }

  @Override
  public List<String> list(Path folder, int maxNames) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (names.size() == maxNames) {
          break;
        }
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public FolderTrust trustInSlot(Path slot) throws IOException {
    try {
      return FolderTrust.ofSlot(FileStatus.of(slot), owners.userFor(slot));
    } catch (NoSuchFileException missing) {
      return FolderTrust.MISSING;
    }
  }

  @Override
  public FolderTrust trustInBase(Path base) throws IOException {
    try {
      Path real = base.toRealPath();
      return FolderTrust.ofBase(FileStatus.of(real), owners.userFor(real));
    } catch (NoSuchFileException missing) {
      return FolderTrust.MISSING;
    }
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    Files.createFile(file, ownerOnly(file, "rw-------"));
    return new OpenFile(new RandomAccessFile(file.toString(), "rw"));
  }

  @Override
  public DiskFile openForWriting(Path file) throws IOException {
    owners.checkRegular(file); // a missing file would be created, readable for every user
    return new OpenFile(new RandomAccessFile(file.toString(), "rw"));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    owners.checkRegular(file);
    return new OpenFile(new RandomAccessFile(file.toString(), "r"));
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException ignored) {
      return; // Windows opens no folders, and needs no such sync
    }
    try (channel) {
      channel.force(true);
    }
  }

  @Override
  public long usableBytes(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  @Override
  public boolean isFull(IOException refusal) {
    return FullDisk.isCauseOf(refusal);
  }

  @Override
  public LockReport lockReport(Path file) throws IOException {
    String ours = System.getProperty(keyOf(file));
    if (ours != null) {
      return new LockReport(Holding.HELD, ours); // to open the file would end the lock
    }
    return ForeignLock.report(file, owners);
  }

  @Override
  public @Nullable Lock lock(Path file) throws IOException {
    String key = keyOf(file);
    if (System.getProperties().putIfAbsent(key, "") != null) {
      return null;
    }
    RandomAccessFile opened = null;
    try {
      if (!exists(file)) {
        try {
          Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (FileAlreadyExistsException ignored) {
          // another process was faster; the lock shows its holder
        }
      }
      owners.checkRegular(file);
      opened = new RandomAccessFile(file.toString(), "rw");
      FileLock lock = opened.getChannel().tryLock();
      if (lock != null) {
        return new Held(key, opened);
      }
    } catch (OverlappingFileLockException ignored) {
      // code in this process that does not use our table
    } catch (IOException | RuntimeException | Error e) {
      new Held(key, opened).close();
      throw e;
    }
    new Held(key, opened).close();
    return null;
  }

  private static String keyOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return LOCKED + Objects.requireNonNull(folder).toRealPath().resolve(file.getFileName());
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private record Held(String key, @Nullable RandomAccessFile file) implements Lock {
    @Override
    public void write(String text) throws IOException {
      RandomAccessFile open = Objects.requireNonNull(file);
      open.setLength(0);
      open.write(text.getBytes(StandardCharsets.UTF_8));
      System.setProperty(key, text);
    }

    @Override
    public void close() {
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        System.getProperties().remove(key);
      }
    }
  }

  private static final class OpenFile implements DiskFile {

    private final RandomAccessFile file; // guarded by itself: its place is shared

    OpenFile(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public int read(long offset, byte[] into, int length) throws IOException {
      int done = 0;
      synchronized (file) {
        file.seek(offset);
        while (done < length) {
          int read = file.read(into, done, length - done);
          if (read < 0) {
            break;
          }
          done += read;
        }
      }
      return done;
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      synchronized (file) {
        file.seek(offset);
        file.write(bytes);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException ignored) {
        // the bytes are written; closing cannot lose them
      }
    }
  }
}
