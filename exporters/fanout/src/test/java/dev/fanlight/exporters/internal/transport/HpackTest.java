/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.transport.HpackDecoder.Field;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HpackTest {

  private final HpackDecoder decoder = new HpackDecoder();

  /** RFC 7541, C.4.1. */
  @Test
  void indexed_and_huffman_coded_fields_are_decoded() throws IOException {
    assertThat(decode("828684418cf1e3c2e5f23a6ba0ab90f4ff"))
        .containsExactly(
            new Field(":method", "GET"),
            new Field(":scheme", "http"),
            new Field(":path", "/"),
            new Field(":authority", "www.example.com"));
  }

  /** RFC 7541, C.6.1 and C.6.2. */
  @Test
  void fields_of_earlier_blocks_are_remembered() throws IOException {
    assertThat(decode("488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff"
            + "6e919d29ad171863c78f0b97c8e9ae82ae43d3"))
        .containsExactly(
            new Field(":status", "302"),
            new Field("cache-control", "private"),
            new Field("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
            new Field("location", "https://www.example.com"));
    assertThat(decode("4883640effc1c0bf"))
        .containsExactly(
            new Field(":status", "307"),
            new Field("cache-control", "private"),
            new Field("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
            new Field("location", "https://www.example.com"));
    assertThat(decode("203fe11f82"))
        .as("sizes of the table")
        .containsExactly(new Field(":method", "GET"));
    assertThatThrownBy(() -> decode("be")).isInstanceOf(IOException.class);
  }

  @Test
  void a_written_block_is_read_again() throws IOException {
    String value = "v".repeat(70_000);

    assertThat(decoder.decode(new HpackWriter().add("a", "").add("long", value).block()))
        .containsExactly(new Field("a", ""), new Field("long", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "ff",
        "ffffffffff7f",
        "40",
        "00",
        "0081",
        "0001",
        "3fe2ff03",
        "be",
        "0084ffffffff"
      })
  void a_broken_block_is_an_io_exception(String block) {
    assertThatThrownBy(() -> decode(block)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void random_bytes_are_fields_or_an_io_exception(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] block = new byte[random.nextInt(40)];
      random.nextBytes(block);
      try {
        assertThat(decoder.decode(block)).doesNotContainNull();
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining("cannot be decoded");
      }
    }
  }

  private List<Field> decode(String hex) throws IOException {
    return decoder.decode(HexFormat.of().parseHex(hex));
  }
}
