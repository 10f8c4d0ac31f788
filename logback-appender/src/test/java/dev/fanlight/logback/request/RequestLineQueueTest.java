/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.common.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RequestLineQueueTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir
  private Path folder;

  private final RecordingChannel channel = new RecordingChannel();
  private final RequestLineQueue queue =
      new RequestLineQueue(channel, true, "test", Clock.getDefault());

  @Test
  void lines_are_written_in_their_order() throws Exception {
    queue.start();
    for (int i = 0; i < 1_000; i++) {
      queue.offer(line(i + "\n"));
    }

    queue.flush(LONG);
    queue.close();

    assertThat(channel.text().lines()).hasSize(1_000).startsWith("0", "1").endsWith("999");
    assertThat(queue.dropped()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void a_full_queue_drops_at_once_and_counts() {
    for (int i = 0; i < RequestLineQueue.MAX_LINES + 7; i++) { // not started: no line leaves it
      queue.offer(line("x\n"));
    }

    assertThat(queue.dropped()).isEqualTo(Map.of("queue_full", 7L));
  }

  @Test
  void large_lines_fill_the_queue_by_their_bytes() throws Exception {
    byte[] large = new byte[RequestLineQueue.MAX_BYTES / 4];
    for (int i = 0; i < 6; i++) {
      queue.offer(large);
    }
    assertThat(queue.dropped()).isEqualTo(Map.of("queue_full", 2L));

    queue.start();
    queue.flush(LONG);
    queue.offer(large);
    queue.flush(LONG);

    assertThat(channel.size()).isEqualTo(5 * large.length);
    queue.close();
  }

  @Test
  void a_failed_write_costs_its_lines_and_the_next_line_is_whole() throws Exception {
    queue.start();
    channel.failAfter(8); // the first line and a half
    queue.offer(line("first\n"));
    queue.flush(LONG);
    queue.offer(line("second\n"));
    queue.flush(LONG);
    channel.failAfter(Integer.MAX_VALUE);
    queue.offer(line("third\n"));
    queue.flush(LONG);
    queue.close();

    assertThat(channel.text()).isEqualTo("first\nse\nthird\n");
    assertThat(queue.dropped()).isEqualTo(Map.of("write_error", 1L));
  }

  @Test
  void closing_does_not_wait_for_a_reader_that_hangs() throws Exception {
    CountDownLatch gate = channel.hang();
    queue.start();
    queue.offer(line("in the write\n"));
    channel.awaitWrite();
    queue.offer(line("queued\n"));

    queue.close();
    queue.offer(line("late\n"));

    assertThat(queue.dropped()).isEqualTo(Map.of("shutdown", 3L));
    gate.countDown();
  }

  @Test
  void a_file_is_appended_to_also_after_it_was_truncated() throws Exception {
    Path file = Files.writeString(folder.resolve("requests.json"), "before\n");
    try (RequestLineQueue toFile = RequestLineQueue.open(file.toString())) {
      toFile.offer(line("one\n"));
      toFile.flush(LONG);
      assertThat(Files.readString(file)).isEqualTo("before\none\n");

      Files.writeString(file, ""); // as copytruncate of logrotate does
      toFile.offer(line("two\n"));
      toFile.flush(LONG);

      assertThat(Files.readString(file)).isEqualTo("two\n");
    }
  }

  @Test
  void a_file_that_cannot_be_opened_is_refused_with_the_cure() {
    String file = folder.resolve("absent/requests.json").toString();

    assertThatThrownBy(() -> RequestLineQueue.open(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("\"to\"")
        .hasMessageContaining("its folder must exist")
        .hasMessageNotContaining("absent"); // the value of a key may be a secret in the wrong place
  }

  private static byte[] line(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A channel with a memory, that fails or hangs when it is told to. */
  private static final class RecordingChannel implements WritableByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch writing = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int limit = Integer.MAX_VALUE;
    private volatile boolean isOpen = true;

    void failAfter(int totalBytes) {
      limit = totalBytes;
    }

    CountDownLatch hang() {
      gate = new CountDownLatch(1);
      return gate;
    }

    void awaitWrite() throws InterruptedException {
      writing.await();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      writing.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      synchronized (bytes) {
        int room = Math.min(limit - bytes.size(), source.remaining());
        if (room == 0) {
          throw new IOException("No space left on device");
        }
        byte[] taken = new byte[room];
        source.get(taken);
        bytes.write(taken);
        return room;
      }
    }

    String text() {
      synchronized (bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
      }
    }

    int size() {
      synchronized (bytes) {
        return bytes.size();
      }
    }

    @Override
    public boolean isOpen() {
      return isOpen;
    }

    @Override
    public void close() {
      isOpen = false;
    }
  }
}
