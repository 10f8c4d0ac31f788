/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {

  private final Gzip gzip = new Gzip(Gzip.FAST);

  @AfterEach
  void close() {
    gzip.close();
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 100, 16_384, 3_000_000})
  void anyone_can_read_what_it_writes_and_so_can_it(int size) throws IOException {
    byte[] message = words(size, size);

    byte[] compressed = gzip.compress(message);

    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
        .isEqualTo(message);
    assertThat(gzip.inflate(compressed, Math.max(1, size))).isEqualTo(message);
  }

  @Test
  void equal_messages_have_equal_bytes() {
    byte[] message = words(50_000, 1);
    byte[] first = gzip.compress(message);
    gzip.compress(words(3_000_000, 2));

    assertThat(gzip.compress(message)).isEqualTo(first);
  }

  @Test
  void a_message_that_does_not_compress_comes_back() {
    byte[] noise = new byte[200_000];
    new Random(3).nextBytes(noise);

    assertThat(gzip.inflate(gzip.compress(noise), noise.length)).isEqualTo(noise);
  }

  @Test
  void a_message_of_any_length_around_the_buffer_s_size_comes_back() {
    byte[] noise = new byte[(1 << 16) + 64];
    new Random(4).nextBytes(noise);

    for (int length = (1 << 15) - 64; length <= (1 << 15) + 64; length++) {
      byte[] message = Arrays.copyOf(noise, length);
      assertThat(gzip.inflate(gzip.compress(message), length)).isEqualTo(message);
    }
    for (int length = (1 << 16) - 64; length <= (1 << 16) + 64; length++) {
      byte[] message = Arrays.copyOf(noise, length);
      assertThat(gzip.inflate(gzip.compress(message), length)).isEqualTo(message);
    }
  }

  @Test
  void compressing_allocates_little_beside_the_result() {
    byte[] noise = new byte[4 << 20];
    new Random(5).nextBytes(noise);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    gzip.compress(noise);

    long before = threads.getCurrentThreadAllocatedBytes();
    byte[] compressed = gzip.compress(noise);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(2L * compressed.length + (1 << 20));
  }

  @Test
  void a_message_over_the_bound_is_refused_before_it_is_inflated() {
    byte[] compressed = gzip.compress(new byte[10_000]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> gzip.inflate(compressed, 9_999))
        .withMessageContaining("10000")
        .withMessageContaining("9999");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void damage_is_refused_unless_the_message_is_whole(long seed) {
    Random random = new Random(seed);
    byte[] message = words(5_000, seed);
    byte[] compressed = gzip.compress(message);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = compressed.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));

      try {
        // a flipped bit of padding behind the end mark harms nothing
        assertThat(gzip.inflate(damaged, 1 << 20)).isEqualTo(message);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("gzip record");
      }
      byte[] cut = Arrays.copyOf(compressed, at);
      assertThatIllegalArgumentException().isThrownBy(() -> gzip.inflate(cut, 1 << 20));
    }

    assertThat(gzip.inflate(compressed, 1 << 20)).isEqualTo(message);
  }

  private static byte[] words(int size, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append("http.request.method").append(random.nextInt(50)).append(' ');
    }
    return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }
}
