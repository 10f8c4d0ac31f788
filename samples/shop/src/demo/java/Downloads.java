/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Says what Maven downloads while {@code ./mvnw -q -Pdemo} is silent about it. Run as a source file
 * by the root project of the demo profile, beside Maven: {@code java Downloads.java REPOSITORY
 * LAST_ARTIFACT}. Says nothing if nothing is missing, and ends when the demo begins or Maven ends.
 */
public final class Downloads {
  /* What an empty repository holds after a first run; measured, not computed. */
  private static final long TOTAL_MEGABYTES = 160;
  private static final long MEGABYTE = 1_000_000;
  private static final boolean LIVE = System.console() != null;

  private final Path repository;
  private long bytesBefore;
  private long bytes;
  private String newest = "";
  private long newestModified;

  private Downloads(Path repository) {
    this.repository = repository;
  }

  public static void main(String[] args) throws Exception {
    Path repository = Path.of(args[0]);
    if (Files.exists(repository.resolve(args[1]))) {
      return; // the largest is there, so an earlier run has been here
    }
    new Downloads(repository).watch();
  }

  private void watch() throws Exception {
    ProcessHandle maven = ProcessHandle.current().parent().orElseThrow();
    look();
    bytesBefore = bytes;
    System.out.println(
        "\n First run: Maven downloads what the demo is made of, once (about "
            + TOTAL_MEGABYTES
            + " MB, less what is there), into\n "
            + repository);
    for (int second = 1; maven.isAlive() && !hasBegun(maven); second++) {
      Thread.sleep(1_000);
      look();
      tell(second);
    }
    System.out.println(LIVE ? "\r\u001b[K" : " " + news() + " MB have come.");
    if (!maven.isAlive()) {
      System.out.println(
          " Maven has ended before the demo began. If it could not download something, it needs a"
              + " network once;\n what has arrived is kept.");
    }
  }

  /* The demo is the one other process that Maven starts. */
  private static boolean hasBegun(ProcessHandle maven) {
    long self = ProcessHandle.current().pid();
    return maven.children().anyMatch(child -> child.pid() != self);
  }

  private void tell(int second) {
    String line = String.format(" %4d of at most %d MB   %s", news(), TOTAL_MEGABYTES, newest);
    if (LIVE) {
      System.out.print("\r\u001b[K" + line.substring(0, Math.min(line.length(), 79)));
      System.out.flush();
    } else if (second % 10 == 0) {
      System.out.println(line);
    }
  }

  private long news() {
    return Math.max(0, bytes - bytesBefore) / MEGABYTE;
  }

  private void look() throws IOException {
    bytes = 0;
    newestModified = 0;
    Files.walkFileTree(
        repository,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            String name = file.getFileName().toString();
            if (attributes.lastModifiedTime().toMillis() > newestModified && name.contains(".jar")) {
              newestModified = attributes.lastModifiedTime().toMillis();
              newest = name.replaceAll("\\.jar.*", ".jar");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // Maven moves files while we look
          }
        });
  }
}
