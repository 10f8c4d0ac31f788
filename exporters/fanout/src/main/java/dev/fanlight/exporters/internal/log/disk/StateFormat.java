/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.Mark;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The state as bytes. */
final class StateFormat {

  /*
   * The file `cursors` is a row of these, and the last sound one holds. Big-endian; a text is two bytes of length and
   * UTF-8, a list is four bytes of count and its members:
   *    0    4   magic 0x464C5354, "FLST"
   *    4    4   CRC32C from byte 8 on
   *    8    4   length of the whole
   *   12    1   version, 1; this and what is before it keep their place in every version
   *   13    8   run
   *   21    8   end: one more than the last position that was in a segment of the run
   *   29    4   number of the newest segment then
   *   33        list of the views in it, each: text view, 8 spans before end
   *    .    4   roster
   *    .        list of unclaimed runs, each: 8 run, 8 position from which on
   *    .        list of readers, each
   *               text name, text destination, 8 spans on disk and not settled
   *               list of the account's columns, each: text name, 8 count
   *               list of cursors, each
   *                 8 run, 8 next
   *                 list of 8 positions before next that are not settled
   *                 list of views: 8 position from which on it is followed, text view
   */

  static final int MAGIC = 0x464C5354;
  static final int PREFIX_BYTES = 13;
  private static final int VERSION = 1;
  private static final long MAX_AMOUNT = 1L << 53;
  private static final int MAX_NAME_CHARS = 63;

  private StateFormat() {}

  static byte[] encode(LogState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(new byte[PREFIX_BYTES - 1]);
      out.writeByte(VERSION);
      out.writeLong(state.run());
      out.writeLong(state.end());
      out.writeInt(state.mark().segment());
      write(state.mark().spans(), out);
      out.writeInt(state.roster());
      out.writeInt(state.unclaimed().size());
      for (Map.Entry<Long, Long> unclaimed : state.unclaimed().entrySet()) {
        out.writeLong(unclaimed.getKey());
        out.writeLong(unclaimed.getValue());
      }
      out.writeInt(state.places().size());
      for (PlaceState place : state.places()) {
        write(place, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    byte[] encoded = bytes.toByteArray();
    ByteBuffer.wrap(encoded).putInt(0, MAGIC).putInt(8, encoded.length);
    ByteBuffer.wrap(encoded).putInt(4, Checksums.of(encoded, 8, encoded.length));
    return encoded;
  }

  private static void write(PlaceState place, DataOutputStream out) throws IOException {
    write(place.name(), out);
    write(place.destination(), out);
    out.writeLong(place.waiting());
    write(place.columns(), out);
    out.writeInt(place.cursors().size());
    for (CursorState cursor : place.cursors()) {
      out.writeLong(cursor.run());
      out.writeLong(cursor.next());
      out.writeInt(cursor.again().size());
      for (long position : cursor.again()) {
        out.writeLong(position);
      }
      out.writeInt(cursor.views().size());
      for (Map.Entry<Long, String> view : cursor.views().entrySet()) {
        out.writeLong(view.getKey());
        write(view.getValue(), out);
      }
    }
  }

  private static void write(Map<String, Long> counts, DataOutputStream out) throws IOException {
    out.writeInt(counts.size());
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      write(count.getKey(), out);
      out.writeLong(count.getValue());
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Names.MAX_BYTES) {
      throw new IllegalArgumentException("a text of " + bytes.length + " bytes");
    }
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  /**
   * Returns the last sound state in a file's bytes; null if there is none.
   *
   * @throws NewerVersionException if a newer program wrote it
   */
  static @Nullable LogState last(byte[] file) throws NewerVersionException {
    StateScan scan = new StateScan(file);
    for (int sound : scan.soundStates()) {
      if (file[sound + PREFIX_BYTES - 1] != VERSION) {
        throw new NewerVersionException("its cursors are of version " + file[sound + 12]);
      }
      try {
        int length = ByteBuffer.wrap(file).getInt(sound + 8);
        return decode(file, sound + PREFIX_BYTES, sound + length);
      } catch (IOException | RuntimeException notWrittenByThisProgram) {
        // the one before it may be
      }
    }
    return null;
  }

  /** Reads a state, and checks that each value is one that {@link #encode} can have been given. */
  private static LogState decode(byte[] file, int from, int to) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, from, to - from));
    long run = in.readLong();
    long end = amount(in);
    Mark mark = new Mark(count(in), counts(in));
    int roster = in.readInt();
    Map<Long, Long> unclaimed = new TreeMap<>();
    for (int left = count(in); left > 0; left--) {
      unclaimed.put(in.readLong(), amount(in));
    }
    List<PlaceState> places = list(in, StateFormat::place);
    if (in.available() > 0) {
      throw new IOException("more than a state");
    }
    return new LogState(run, end, mark, roster, unclaimed, places);
  }

  private static PlaceState place(DataInputStream in) throws IOException {
    String name = text(in);
    if (!isVendorName(name)) {
      throw new IOException("no vendor has this name");
    }
    String destination = text(in);
    long waiting = amount(in);
    return new PlaceState(name, destination, waiting, counts(in), list(in, StateFormat::cursor));
  }

  private static Map<String, Long> counts(DataInputStream in) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (int left = count(in); left > 0; left--) {
      counts.put(text(in), amount(in));
    }
    return counts;
  }

  private static CursorState cursor(DataInputStream in) throws IOException {
    long run = in.readLong();
    long next = amount(in);
    SortedSet<Long> again = new TreeSet<>(list(in, StateFormat::amount));
    Map<Long, String> views = new TreeMap<>();
    for (int left = count(in); left > 0; left--) {
      views.put(amount(in), text(in));
    }
    return new CursorState(run, next, again, views);
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("a list of " + count);
    }
    return count;
  }

  /** A position or a number of spans. */
  private static long amount(DataInputStream in) throws IOException {
    long amount = in.readLong();
    if (amount < 0 || amount > MAX_AMOUNT) {
      throw new IOException("an amount of " + amount);
    }
    return amount;
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    if (length > Names.MAX_BYTES) {
      throw new IOException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return Names.decode(bytes);
  }

  /** Returns true if the configuration can have given a vendor this name: it reaches log lines and metrics. */
  static boolean isVendorName(String name) {
    boolean isName = !name.isEmpty() && name.length() <= MAX_NAME_CHARS;
    for (int i = 0; i < name.length() && isName; i++) {
      char c = name.charAt(i);
      isName =
          (c >= 'a' && c <= 'z') || (i > 0 && ((c >= '0' && c <= '9') || c == '_' || c == '-'));
    }
    return isName;
  }

  private static <T> List<T> list(DataInputStream in, Member<T> member) throws IOException {
    List<T> list = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      list.add(member.read(in));
    }
    return list;
  }

  private interface Member<T> {
    T read(DataInputStream in) throws IOException;
  }
}
