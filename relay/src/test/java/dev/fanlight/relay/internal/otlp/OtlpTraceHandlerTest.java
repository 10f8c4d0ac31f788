/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.SpanIntake.Receipt;
import dev.fanlight.relay.Messages;
import dev.fanlight.relay.internal.server.HttpReply;
import dev.fanlight.relay.internal.server.MemoryBudget;
import dev.fanlight.relay.internal.server.MemoryReservation;
import dev.fanlight.relay.internal.server.ReceivedHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtlpTraceHandlerTest {

  private static final ReceivedHead HEAD = new ReceivedHead("POST", "/v1/traces", Map.of(), true);

  @Test
  void a_client_is_told_to_come_again_unless_its_spans_are_in_the_log() throws Exception {
    assertThat(answer(new Receipt.Appended(0))).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(answer(new Receipt.Saturated()))
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 1\r\n", "slower");
    assertThat(answer(new Receipt.Unconfirmed()))
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 1\r\n", "send them again");
    assertThat(answer(new Receipt.Unavailable("no vendor runs")))
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nRetry-After: 1\r\n", "no vendor runs");
  }

  @Test
  void spans_without_room_behind_others_are_a_partial_success() throws Exception {
    assertThat(answer(new Receipt.Appended(2)))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("the relay had no room for them");
  }

  private static String answer(Receipt receipt) throws Exception {
    OtlpTraceHandler handler =
        new OtlpTraceHandler((spans, timeout) -> receipt, Optional.empty(), 1 << 20);
    try (MemoryReservation memory = new MemoryBudget(1 << 20).open()) {
      HttpReply answer = handler.answer(HEAD, Messages.of(1, 3).toByteArray(), memory);
      return new String(answer.bytes(true), StandardCharsets.UTF_8);
    }
  }
}
