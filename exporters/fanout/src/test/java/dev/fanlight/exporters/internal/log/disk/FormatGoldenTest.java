/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.config.Golden;
import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.Mark;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The bytes on disk are an interface: files of one version are read by another. */
class FormatGoldenTest {

  private static final Path FILE = Path.of("src/test/resources/golden/disk-format.txt");
  private static final int BYTES_IN_A_LINE = 32;

  @Test
  void a_segment_and_a_state_are_written_byte_for_byte_as_they_were() {
    byte[] segment =
        Records.segment(true, Records.of("v1", 3), Records.of("v2", 20)).bytes();

    Golden.compare(FILE, "segment\n" + hex(segment) + "state\n" + hex(StateFormat.encode(state())));
  }

  private static LogState state() {
    CursorState earlier = new CursorState(
        5, 40, new TreeSet<>(List.of(3L, 39L)), new TreeMap<>(Map.of(0L, "v1", 7L, "v2")));
    CursorState live = new CursorState(6, 2, new TreeSet<>(List.of()), Map.of(0L, "v1"));
    PlaceState place = new PlaceState(
        "vendor",
        "destination",
        17,
        new TreeMap<>(Map.of("delivered", 100L, "dropped.expired", 2L)),
        List.of(earlier, live));
    return new LogState(6, 9, new Mark(1, Map.of("v1", 50L)), 4, Map.of(5L, 30L), List.of(place));
  }

  private static String hex(byte[] bytes) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < bytes.length; i += BYTES_IN_A_LINE) {
      int end = Math.min(bytes.length, i + BYTES_IN_A_LINE);
      lines.append(HexFormat.of().formatHex(bytes, i, end)).append('\n');
    }
    return lines.toString();
  }
}
