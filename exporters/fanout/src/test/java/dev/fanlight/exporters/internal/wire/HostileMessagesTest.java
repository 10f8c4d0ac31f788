/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The decoder against damaged messages: it refuses or decodes, in bounded memory, and never fails in any other way. */
class HostileMessagesTest {

  private static final int BODIES =
      "full".equals(System.getProperty("fanlight.proof")) ? 1_000_000 : 50_000;

  /** On the heap for each byte of a message, everything that was allocated and released included. */
  private static final long MAX_BYTES_PER_BYTE = 64;

  private static final int MAX_SOUND_BYTES = 3_000; // of one or two spans

  private static final long MAX_FIXED_BYTES = 4 << 20; // 10,000 values are free in any message

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OtlpDecoder decoder = new OtlpDecoder();
  private final Random random = new Random(42);

  @Test
  void a_damaged_message_is_refused_or_decoded_in_bounded_memory() {
    List<byte[]> sound = sound();
    int refused = 0;
    for (int i = 0; i < BODIES; i++) {
      byte[] body = damaged(sound.get(random.nextInt(sound.size())));
      long before = memory.getCurrentThreadAllocatedBytes();

      boolean isDecoded = decodes(body);

      refused += isDecoded ? 0 : 1;
      assertThat(memory.getCurrentThreadAllocatedBytes() - before)
          .as("body %s of %s bytes", i, body.length)
          .isLessThan(MAX_FIXED_BYTES + MAX_BYTES_PER_BYTE * body.length);
    }
    assertThat(refused).isBetween(BODIES / 5, BODIES * 19 / 20); // both ways are taken
  }

  private boolean decodes(byte[] body) {
    try {
      DecodedSpans decoded = decoder.decode(body, body.length);
      decoded
          .spans()
          .forEach(span -> assertThat(span.getSpanContext().isValid()).isTrue());
      return true;
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotEmpty().hasSizeLessThan(300);
      return false;
    }
  }

  private static List<byte[]> sound() {
    List<byte[]> sound = new ArrayList<>();
    for (long seed = 1; seed <= 500; seed++) {
      sound.add(new RandomMessages(seed).message().toByteArray());
    }
    sound.removeIf(message -> message.length > MAX_SOUND_BYTES);
    return sound;
  }

  private byte[] damaged(byte[] message) {
    byte[] body = message.clone();
    switch (random.nextInt(6)) {
      case 0 -> body = Arrays.copyOf(body, random.nextInt(body.length + 1));
      case 1 -> body = Arrays.copyOfRange(body, random.nextInt(body.length), body.length);
      case 2 -> flip(body, 1);
      case 3 -> flip(body, 1 + random.nextInt(50));
      case 4 -> body = inserted(body);
      default -> random.nextBytes(body);
    }
    return body;
  }

  private void flip(byte[] body, int times) {
    for (int i = 0; i < times; i++) {
      body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  /** A length of up to ten bytes, or a piece of the message itself, in the middle of it. */
  private byte[] inserted(byte[] body) {
    int at = random.nextInt(body.length);
    byte[] piece = random.nextBoolean()
        ? Arrays.copyOf(huge(), 1 + random.nextInt(10))
        : Arrays.copyOfRange(body, at, Math.min(body.length, at + random.nextInt(2_000)));
    byte[] longer = Arrays.copyOf(body, body.length + piece.length);
    System.arraycopy(piece, 0, longer, at, piece.length);
    System.arraycopy(body, at, longer, at + piece.length, body.length - at);
    return longer;
  }

  private static byte[] huge() {
    byte[] length = new byte[10];
    Arrays.fill(length, (byte) 0xff);
    length[9] = 1;
    return length;
  }
}
