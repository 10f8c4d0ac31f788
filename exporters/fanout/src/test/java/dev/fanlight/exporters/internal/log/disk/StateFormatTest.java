/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.log.disk.LogState.CursorState;
import dev.fanlight.exporters.internal.log.disk.LogState.PlaceState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFormatTest {

  private static final LogState FIRST = state(1);
  private static final LogState SECOND = state(2);
  private static final byte[] BOTH = joined(StateFormat.encode(FIRST), StateFormat.encode(SECOND));

  @Test
  void the_last_state_is_read_as_it_was_written() throws Exception {
    assertThat(StateFormat.last(StateFormat.encode(FIRST))).isEqualTo(FIRST);
    assertThat(StateFormat.last(BOTH)).isEqualTo(SECOND);
    assertThat(StateFormat.last(new byte[0])).isNull();
  }

  @Test
  void a_torn_state_leaves_the_one_before_it() throws Exception {
    int first = StateFormat.encode(FIRST).length;
    for (int length = 0; length < BOTH.length; length++) {
      LogState read = StateFormat.last(Arrays.copyOf(BOTH, length));

      assertThat(read).as("length %d", length).isEqualTo(length < first ? null : FIRST);
    }
  }

  @Test
  void whatever_byte_is_flipped_the_other_state_holds() throws Exception {
    int first = StateFormat.encode(FIRST).length;
    for (int i = 0; i < BOTH.length; i++) {
      byte[] flipped = BOTH.clone();
      flipped[i] = (byte) (flipped[i] ^ (1 << (i % 8)));

      assertThat(StateFormat.last(flipped)).as("byte %d", i).isEqualTo(i < first ? SECOND : FIRST);
    }
  }

  @Test
  void a_newer_programs_state_is_refused() {
    byte[] newer = StateFormat.encode(FIRST);
    newer[StateFormat.PREFIX_BYTES - 1] = 2;

    assertThatThrownBy(() -> StateFormat.last(joined(StateFormat.encode(SECOND), sealed(newer))))
        .isInstanceOf(NewerVersionException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void a_text_is_whole_or_refused() throws Exception {
    LogState longest = withColumn("é".repeat(Names.MAX_BYTES / 2));

    assertThat(StateFormat.last(StateFormat.encode(longest))).isEqualTo(longest);
    assertThatThrownBy(() -> StateFormat.encode(withColumn("é".repeat(Names.MAX_BYTES / 2 + 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("514");
  }

  @Test
  void what_nobody_wrote_is_no_state_though_its_checksum_be_right() throws Exception {
    byte[] sound = StateFormat.encode(FIRST);
    byte[] longer = Arrays.copyOf(sound, sound.length + 1);
    byte[] negative = sound.clone();
    ByteBuffer.wrap(negative).putInt(sound.length - 4, -1); // how many cursors "b" has

    assertThat(StateFormat.last(sealed(longer))).isNull();
    assertThat(StateFormat.last(sealed(negative))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "1a", "a b", "a\nWARNING: b", "../../etc", "a\u001b[31m", "a\u2028b", "é"
      })
  void a_state_that_names_what_no_vendor_is_called_is_none_and_the_one_before_holds(String name)
      throws Exception {
    byte[] forged = StateFormat.encode(withPlace(name, 0, Map.of()));

    assertThat(StateFormat.last(forged)).isNull();
    assertThat(StateFormat.last(joined(StateFormat.encode(FIRST), forged))).isEqualTo(FIRST);
  }

  @Test
  void a_name_has_as_many_characters_as_the_file_allows() throws Exception {
    LogState longest = withPlace("a-_1".repeat(16).substring(0, 63), 0, Map.of());

    assertThat(StateFormat.last(StateFormat.encode(longest))).isEqualTo(longest);
    assertThat(StateFormat.last(StateFormat.encode(withPlace("a".repeat(64), 0, Map.of()))))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
  void numbers_that_no_account_holds_make_no_state(long number) throws Exception {
    assertThat(StateFormat.last(StateFormat.encode(withPlace("a", number, Map.of()))))
        .isNull();
    assertThat(StateFormat.last(StateFormat.encode(withPlace("a", 0, Map.of("delivered", number)))))
        .isNull();
  }

  private static LogState withPlace(String name, long waiting, Map<String, Long> columns) {
    PlaceState place = new PlaceState(name, "", waiting, columns, List.of());
    return new LogState(1, 0, new LogState.Mark(0, Map.of()), 1, Map.of(), List.of(place));
  }

  private static byte[] sealed(byte[] state) {
    ByteBuffer.wrap(state).putInt(8, state.length);
    ByteBuffer.wrap(state).putInt(4, Checksums.of(state, 8, state.length));
    return state;
  }

  private static LogState withColumn(String name) {
    PlaceState place = new PlaceState("a", "", 0, Map.of(name, 1L), List.of());
    return new LogState(1, 0, new LogState.Mark(0, Map.of()), 1, Map.of(), List.of(place));
  }

  private static LogState state(long n) {
    CursorState old =
        new CursorState(n, 40 + n, new TreeSet<>(List.of(3L, 5L, 39L)), Map.of(0L, "v1", 7L, ""));
    CursorState live = new CursorState(n + 1, n, new TreeSet<>(List.of()), Map.of(0L, "ünlike"));
    PlaceState a = new PlaceState(
        "a", "hash", 17 * n, Map.of("delivered", n, "dropped.x", 2L), List.of(old, live));
    return new LogState(
        n + 1,
        99 * n,
        new LogState.Mark(3, Map.of("v1", 50 + n)),
        7,
        Map.of(n, 3L),
        List.of(a, new PlaceState("b", "", 0, Map.of(), List.of())));
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
