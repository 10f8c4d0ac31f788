/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.Mark;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import dev.fanlight.exporters.internal.log.disk.RecordHeader.BodyHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kinds of slots that a stranger, a crash or a mistake may leave in a folder that several users share. */
final class HostileSlots {

  /** The name of the records that must not be sent. */
  static final int FOREIGN = 900;

  static final int MANY = 3_000;
  private static final long RUN = 0x18ecd22ad0d7b450L;

  private final Path base;
  private final Path victims;
  private final CountingDisk disk;
  private Disk.@Nullable Lock live;

  /**
   * Slots in a folder.
   *
   * @param victims a folder of files that must stay as they are
   */
  HostileSlots(Path base, Path victims, CountingDisk disk) throws IOException {
    this.base = base;
    this.victims = victims;
    this.disk = disk;
    Files.createDirectories(base);
    Files.createDirectories(victims.resolve("slot"));
    Files.writeString(victims.resolve("slot/cursors"), "the victim's");
    Files.writeString(victims.resolve("slot/lock"), "the victim's");
    Files.writeString(victims.resolve("file"), "the victim's");
  }

  /** Fills a slot. */
  interface Filling {
    void fill(Path slot) throws Exception;
  }

  /** Every kind of slot that this user does not own alone: nothing in it may be opened. */
  Map<String, Filling> untrusted() {
    Map<String, Filling> kinds = new TreeMap<>();
    kinds.put(
        "a link to a folder", slot -> Files.createSymbolicLink(slot, victims.resolve("slot")));
    kinds.put("a link to nothing", slot -> Files.createSymbolicLink(slot, victims.resolve("none")));
    kinds.put("a file", slot -> Files.writeString(slot, "x"));
    kinds.put("a pipe", HostileSlots::pipe);
    kinds.put("another user's", slot -> {
      foreignLog(slot);
      disk.belongsToAnother(slot);
    });
    kinds.put("writable by everybody", slot -> {
      foreignLog(slot);
      Files.setPosixFilePermissions(slot, PosixFilePermissions.fromString("rwxrwxrwx"));
    });
    return kinds;
  }

  /** Every kind of slot that is this user's, and in which something is not as this program writes it. */
  Map<String, Filling> damaged() {
    Map<String, Filling> kinds = new TreeMap<>();
    for (String file : List.of("lock", "cursors", "cursors.new")) {
      kinds.put(file + " is a pipe", used(slot -> pipe(slot.resolve(file))));
      kinds.put(file + " is a link to the victim's file", used(slot -> link(slot, file)));
      kinds.put(file + " is a link to a device", used(slot -> device(slot, file)));
      kinds.put(file + " is a folder", used(slot -> folder(slot, file)));
    }
    kinds.put("cursors is a sparse file", in(slot -> sparse(slot.resolve("cursors"), 300L << 20)));
    kinds.put("cursors is full of magic numbers", in(slot -> magic(slot.resolve("cursors"))));
    kinds.put("cursors is garbage", in(slot -> garbage(slot.resolve("cursors"))));
    kinds.put("cursors names a vendor in two lines", in(slot -> vendor(slot, "a\nWARNING: b")));
    kinds.put("cursors names a vendor like a path", in(slot -> vendor(slot, "../../etc/passwd")));
    kinds.put("cursors names a vendor of 500 bytes", in(slot -> vendor(slot, "a".repeat(500))));
    kinds.put("cursors has negative numbers", in(HostileSlots::negativeNumbers));
    kinds.put("cursors is of a newer version", in(HostileSlots::newerState));
    kinds.put("a segment is of a newer version", in(HostileSlots::newerSegment));
    kinds.put("a segment is a pipe", in(slot -> pipe(slot.resolve(segment(1)))));
    kinds.put("a segment is a link to the victim's file", in(slot -> link(slot, segment(2))));
    kinds.put("a segment is a link to a device", in(slot -> device(slot, segment(3))));
    kinds.put("a segment is a folder", in(slot -> folder(slot, segment(4))));
    kinds.put("a segment is garbage", in(slot -> garbage(slot.resolve(segment(5)))));
    kinds.put("a segment is full of magic numbers", in(slot -> magic(slot.resolve(segment(6)))));
    kinds.put("a record declares 1 GiB and has it", in(slot -> declared(slot, 7, 1 << 30, true)));
    kinds.put("a record declares 2 GiB", in(slot -> declared(slot, 8, Integer.MAX_VALUE, false)));
    kinds.put("a record declares a negative size", in(slot -> declared(slot, 9, -1, false)));
    kinds.put("a segment cannot be opened", in(slot -> {
      Files.write(slot.resolve(segment(10)), new byte[100]);
      disk.beUnreadable(slot.resolve(segment(10)));
    }));
    kinds.put("many files of other programs", in(HostileSlots::manyFiles));
    kinds.put(
        "a file with an odd name",
        in(slot -> Files.writeString(slot.resolve("\u001b[31m\nx.log"), "")));
    return kinds;
  }

  /** Names in the folder that are none of a slot, though they begin like one. */
  static List<String> lookalikes() {
    return List.of(
        "slot-99999999999", "slot-01", "slot-1000", "slot--1", "slot-", "slot-1\nFAKE", "slot-٣");
  }

  /** A slot whose process lives. */
  void live(Path slot) throws Exception {
    foreignLog(slot);
    live = requireNonNull(new FileSystemDisk().lock(slot.resolve("lock")));
  }

  void endLive() {
    requireNonNull(live).close();
  }

  private static Filling in(Filling filling) {
    return slot -> {
      Files.createDirectory(
          slot, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      filling.fill(slot);
    };
  }

  /** With a segment that makes it worth a look, and holds nothing. */
  private static Filling used(Filling filling) {
    return in(slot -> {
      filling.fill(slot);
      Files.createFile(slot.resolve(segment(11)));
    });
  }

  // ---- what is in them ----

  /** Each in a run of its own, as no two processes have the same. */
  private static SegmentId id(int number) {
    return new SegmentId(RUN + 1_000L * number, 1);
  }

  private static String segment(int number) {
    return id(number).fileName();
  }

  private static void pipe(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  private void link(Path slot, String name) throws IOException {
    Files.createSymbolicLink(slot.resolve(name), victims.resolve("file"));
  }

  private static void device(Path slot, String name) throws IOException {
    Files.createSymbolicLink(slot.resolve(name), Path.of("/dev/zero"));
  }

  private static void folder(Path slot, String name) throws IOException {
    Files.createDirectories(slot.resolve(name).resolve("in it"));
  }

  private static void sparse(Path file, long size) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toString(), "rw")) {
      sparse.setLength(size);
    }
  }

  private static void garbage(Path file) throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    Files.write(file, bytes);
  }

  private static void magic(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2 << 20);
    int[] magics = {StateFormat.MAGIC, RecordFormat.MAGIC, SegmentSummary.MAGIC};
    for (int i = 0; bytes.remaining() > 24; i++) {
      bytes.putInt(magics[i % magics.length]).putInt(1).putInt(bytes.remaining());
    }
    Files.write(file, bytes.array());
  }

  private static LogState state(String vendor, long waiting) {
    long run = id(1).run();
    CursorState cursor = new CursorState(run, 0, new TreeSet<>(), Map.of(0L, "v1"));
    PlaceState place =
        new PlaceState(vendor, "somewhere", waiting, Map.of("delivered", 1L), List.of(cursor));
    return new LogState(run, 0, new Mark(0, Map.of()), 1, Map.of(), List.of(place));
  }

  private static void vendor(Path slot, String name) throws IOException {
    Files.write(slot.resolve("cursors"), StateFormat.encode(state(name, 500)));
  }

  private static void negativeNumbers(Path slot) throws IOException {
    Files.write(slot.resolve("cursors"), StateFormat.encode(state("a", -500)));
  }

  private static void newerState(Path slot) throws IOException {
    byte[] state = StateFormat.encode(state("a", 500));
    state[StateFormat.PREFIX_BYTES - 1] = 9;
    ByteBuffer.wrap(state).putInt(4, Checksums.of(state, 8, state.length));
    Files.write(slot.resolve("cursors"), state);
  }

  private static void newerSegment(Path slot) throws IOException {
    SegmentId id = id(12);
    byte[] header = SegmentHeader.of(id, 0);
    header[4] = 9;
    ByteBuffer.wrap(header)
        .putInt(SegmentHeader.BYTES - 4, Checksums.of(id, header, 0, SegmentHeader.BYTES - 4));
    Files.write(slot.resolve(id.fileName()), header);
  }

  /** A segment whose only record has a right checksum and declares so many bytes. */
  private static void declared(Path slot, int number, int bytes, boolean isThere)
      throws IOException {
    SegmentId id = id(number);
    RecordHeader sized = RecordFormat.header(Records.named(FOREIGN, "v1", 3, 10), 0, 0, 1);
    RecordHeader lying = new RecordHeader(
        sized.sizeInBytes() - 16,
        0,
        sized.appendedEpochNanos(),
        3,
        0,
        1,
        "v1",
        new Format("otlp", "gzip"),
        List.of(new BodyHeader(bytes, bytes < 0 ? 1 : bytes, Integer.MAX_VALUE, 0)));
    byte[] header = RecordFormat.encode(lying, id);
    Path file = slot.resolve(id.fileName());
    try (RandomAccessFile to = new RandomAccessFile(file.toString(), "rw")) {
      to.write(SegmentHeader.of(id, 0));
      to.write(header);
      if (isThere) {
        to.seek(to.getFilePointer() + bytes);
        to.write(RecordFormat.trailer(header));
      }
    }
  }

  private static void manyFiles(Path slot) throws IOException {
    for (int i = 0; i < MANY; i++) {
      Files.createFile(slot.resolve("file " + i));
    }
  }

  /** A log as it should be, of spans that are not this process's. */
  private void foreignLog(Path slot) throws Exception {
    in(made -> {}).fill(slot);
    byte[] segment = segmentOf(Records.named(FOREIGN, "v1", 500, 100));
    Files.write(slot.resolve(segment(1)), segment);
    Files.write(slot.resolve("cursors"), StateFormat.encode(state("a", 500)));
  }

  private static byte[] segmentOf(BatchRecord record) {
    SegmentId id = id(1);
    BytesFile file = new BytesFile(SegmentHeader.of(id, 0));
    RecordHeader header = RecordFormat.header(record, 0, 0, 1);
    byte[] encoded = RecordFormat.encode(header, id);
    file.write(file.size(), encoded);
    record.bodies().forEach(body -> file.write(file.size(), body.bytes()));
    file.write(file.size(), RecordFormat.trailer(encoded));
    return file.bytes();
  }

  // ---- that they are as they were ----

  /** Every file below a folder: its kind, and its content where it is small. */
  static Map<Path, String> below(Path folder) throws IOException {
    Map<Path, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isSmall = attributes.isRegularFile() && attributes.size() < 1 << 20;
        String content = isSmall ? HexFormat.of().formatHex(Files.readAllBytes(path)) : "";
        all.put(
            path,
            attributes.isDirectory()
                ? "folder"
                : attributes.isSymbolicLink() + " " + attributes.size() + " " + content);
      }
    }
    return all;
  }

  Path slot(int number) {
    return base.resolve(SlotName.of(number));
  }
}
