/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.fuzz.Mutator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** The files of a log, damaged at random. */
final class DamagedFiles {

  /** The kinds of damage. */
  enum Damage {
    /** A few bytes of one to three files. */
    BYTES,
    /** Records of a segment, or states, that are doubled, left out or in another order. */
    RECORDS,
    /** Files that are missing, or hold the bytes of others. */
    FILES,
    /** Fields of a record or of a state, with the right checksum. */
    FIELDS
  }

  private static final int BODY_OF_STATE = 8;

  final Map<Path, byte[]> files;
  final Damage damage;
  private final Random random;

  DamagedFiles(Map<Path, byte[]> whole, Random random) {
    this.files = new TreeMap<>(whole);
    this.random = random;
    this.damage = Damage.values()[random.nextInt(Damage.values().length)];
    switch (damage) {
      case BYTES -> damageBytes();
      case RECORDS -> damageRecords(any());
      case FILES -> damageFiles();
      case FIELDS -> damageFields(any());
    }
  }

  private Path any() {
    return List.copyOf(files.keySet()).get(random.nextInt(files.size()));
  }

  private byte[] bytes(Path file) {
    return Objects.requireNonNull(files.get(file));
  }

  private void damageBytes() {
    for (int i = random.nextInt(3); i >= 0; i--) {
      Path file = any();
      files.put(file, new Mutator(random).mutate(bytes(file)));
    }
  }

  private void damageFiles() {
    for (int i = random.nextInt(2); i >= 0; i--) {
      Path file = any();
      byte[] before = bytes(file);
      switch (random.nextInt(4)) {
        case 0 -> files.remove(file);
        case 1 -> files.put(file, new byte[0]);
        case 2 -> {
          Path other = any();
          files.put(file, bytes(other));
          files.put(other, before);
        }
        default -> files.put(any(), before);
      }
      if (files.isEmpty()) {
        return;
      }
    }
  }

  private void damageRecords(Path file) {
    List<byte[]> parts = parts(bytes(file));
    for (int i = random.nextInt(3); i >= 0 && !parts.isEmpty(); i--) {
      int at = random.nextInt(parts.size());
      switch (random.nextInt(3)) {
        case 0 -> parts.add(random.nextInt(parts.size()), parts.get(at));
        case 1 -> parts.remove(at);
        default -> Collections.swap(parts, at, random.nextInt(parts.size()));
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    files.put(file, all.toByteArray());
  }

  /** Cuts the bytes before each record and each state. */
  private static List<byte[]> parts(byte[] bytes) {
    List<byte[]> parts = new ArrayList<>();
    int begin = 0;
    for (int at = 1; at <= bytes.length; at++) {
      boolean isBegin = at == bytes.length || isAt(bytes, at);
      if (isBegin) {
        parts.add(Arrays.copyOfRange(bytes, begin, at));
        begin = at;
      }
    }
    return parts;
  }

  private static boolean isAt(byte[] bytes, int at) {
    if (at + 12 > bytes.length) {
      return false;
    }
    int magic = ByteBuffer.wrap(bytes).getInt(at);
    return magic == RecordFormat.MAGIC || magic == StateFormat.MAGIC;
  }

  private void damageFields(Path file) {
    byte[] bytes = bytes(file).clone();
    List<Integer> begins = new ArrayList<>();
    for (int at = 0; at < bytes.length; at++) {
      if (isAt(bytes, at)) {
        begins.add(at);
      }
    }
    if (begins.isEmpty()) {
      return;
    }
    int at = begins.get(random.nextInt(begins.size()));
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int length = in.getInt(at + 8);
    if (in.getInt(at) == StateFormat.MAGIC) {
      change(bytes, at + 13, at + length);
      in.putInt(at + 4, Checksums.of(bytes, at + BODY_OF_STATE, at + length));
    } else {
      change(bytes, at + 12, at + length);
      SegmentId id =
          Objects.requireNonNull(SegmentId.ofFileName(String.valueOf(file.getFileName())));
      in.putInt(at + 4, Checksums.of(id, bytes, at + 8, at + length));
    }
    files.put(file, bytes);
  }

  /** Changes up to three fields, without another length. */
  private void change(byte[] bytes, int from, int to) {
    int[] numbers = {0, 1, -1, 127, 255, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30};
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = from + random.nextInt(to - from);
      int number = numbers[random.nextInt(numbers.length)];
      int width = 1 << random.nextInt(4);
      for (int k = 0; k < width && at + k < to; k++) {
        bytes[at + k] = (byte) (number >> (8 * Math.min(3, width - 1 - k)));
      }
    }
  }
}
