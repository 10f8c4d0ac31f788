/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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
   * Bytes go through RandomAccessFile, because an interrupt closes a FileChannel for everybody, and senders that read
   * are interrupted when their lane stops.
   *
   * A lock of POSIX belongs to the process and is gone as soon as the process closes *any* handle of the file. So a
   * file that this process has locked must not even be opened again, not by a second copy of these classes either:
   * the names of locked files are kept among the system's properties, the one table that all class loaders share.
   */

  private static final String LOCKED = "dev.fanlight.locked:";

  /** A disk. */
  public FileSystemDisk() {}

  @Override
  public List<String> list(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
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
    checkRegular(file); // a file that is not there would be made, for everybody to read
    return new OpenFile(new RandomAccessFile(file.toString(), "rw"));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    checkRegular(file);
    return new OpenFile(new RandomAccessFile(file.toString(), "r"));
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
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
  public @Nullable Lock lock(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    String key = LOCKED + Objects.requireNonNull(folder).toRealPath().resolve(file.getFileName());
    if (System.getProperties().putIfAbsent(key, "") != null) {
      return null;
    }
    FileChannel channel = null;
    try {
      if (!Files.exists(file)) {
        try {
          Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (FileAlreadyExistsException ignored) {
          // another process was faster; the lock tells who has it
        }
      }
      checkRegular(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Held(key, channel);
      }
    } catch (OverlappingFileLockException ignored) {
      // somebody in this process who does not keep our table
    } catch (IOException | RuntimeException | Error e) {
      new Held(key, channel).close();
      throw e;
    }
    new Held(key, channel).close();
    return null;
  }

  /** To open a pipe would wait for its other end, and a link leads to a file that is not ours. */
  private static void checkRegular(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private record Held(String key, @Nullable FileChannel channel) implements Lock {
    @Override
    public void close() {
      try {
        if (channel != null) {
          channel.close();
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
        // what was written is written; there is nothing left to lose
      }
    }
  }
}
