/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that a search visits grow with the length of the file and with nothing else, whatever the file holds. */
class LinearScanTest {

  private static final int SMALL = 64 << 10;
  private static final int FACTOR = 8;

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileStates")
  void a_state_is_searched_in_linear_time(String shape, IntUnaryOperator length, int every) {
    for (int size : new int[] {SMALL, 16 * SMALL, StateFile.MAX_FILE_BYTES}) {
      byte[] file = magics(size, length, every);
      StateScan scan = new StateScan(file);

      scan.soundStates();

      assertThat(scan.visitedBytes())
          .as("%d bytes", size)
          .isLessThanOrEqualTo((long) FACTOR * size);
    }
  }

  static Stream<Arguments> hostileStates() {
    IntUnaryOperator rest = left -> left;
    IntUnaryOperator half = left -> Math.max(StateFormat.PREFIX_BYTES, left / 2);
    return Stream.of(
        Arguments.of("each declares the rest of the file", rest, 12),
        Arguments.of("the same, further apart", rest, 100),
        Arguments.of("each declares half of the rest", half, 12),
        Arguments.of("each declares too much", (IntUnaryOperator) left -> left + 1, 12),
        Arguments.of("each declares the least", (IntUnaryOperator) left -> 13, 13),
        Arguments.of("each declares less than nothing", (IntUnaryOperator) left -> -left, 12));
  }

  private static byte[] magics(int size, IntUnaryOperator length, int every) {
    ByteBuffer file = ByteBuffer.allocate(size);
    for (int at = 0; at + 13 < size; at += every) {
      file.putInt(at, StateFormat.MAGIC).putInt(at + 4, 1);
      file.putInt(at + 8, length.applyAsInt(size - at));
    }
    return file.array();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_sound_state_is_found_behind_some_damage(long seed) throws Exception {
    LogState state = new LogState(5, 3, new LogState.Mark(1, Map.of()), 1, Map.of(), List.of());
    byte[] sound = StateFormat.encode(state);
    ByteBuffer file = ByteBuffer.allocate(100 * sound.length);
    for (int i = 0; i < 100; i++) {
      file.put(sound);
    }
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) { // a third of them
      file.put(random.nextInt(99 * sound.length), (byte) random.nextInt());
    }

    assertThat(StateFormat.last(file.array())).isEqualTo(state);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"FLRE", "FLRT", "FLFT", "FLREFLRTFLFT", "FLFTFLSG"})
  void a_segment_is_searched_in_linear_time(String magics) throws Exception {
    for (int size : new int[] {SMALL, 64 * SMALL}) {
      byte[] bytes = new byte[size];
      byte[] pattern = magics.getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < size; i++) {
        bytes[i] = pattern[i % pattern.length];
      }
      ByteBuffer.wrap(bytes).putInt(size - 4, SMALL - 4); // as a footer says its length
      FailingDisk disk = FailingDisk.of(Map.of(OpenedLog.FOLDER.resolve("x"), bytes));

      try (DiskFile file = disk.open(OpenedLog.FOLDER.resolve("x"))) {
        assertThat(new SegmentScan(file, Records.ID).next(size)).isNull();
      }

      assertThat(disk.bytesRead()).as("%d bytes", size).isLessThan(2L * size + 4 * SMALL);
    }
  }
}
