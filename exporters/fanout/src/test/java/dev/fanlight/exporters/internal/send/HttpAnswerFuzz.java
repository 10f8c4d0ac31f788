/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.fuzz.AnswerBody;
import dev.fanlight.exporters.internal.fuzz.FuzzTarget;
import dev.fanlight.exporters.internal.fuzz.Mutator;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.HttpAnswerGrammar;
import dev.fanlight.exporters.internal.transport.InMemoryPeer;
import dev.fanlight.exporters.spi.Vendor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * Answers over HTTP/1.1. A third of them follow the protocol and are read to the byte; a third have a changed body; a
 * third are changed anywhere.
 */
public final class HttpAnswerFuzz implements FuzzTarget {

  private static final int KEPT_BYTES = 64 * 1024;

  @Override
  public long maxAllocatedBytes() {
    return 6 << 20;
  }

  @Override
  public Input input(long seed) throws Exception {
    Random random = new Random(seed);
    AnswerBody right = AnswerBody.random(random);
    AnswerBody body = seed % 3 == 1 ? right.mutated(random) : right;
    HttpAnswerGrammar answer = new HttpAnswerGrammar(random, body);
    boolean follows = seed % 3 != 2;
    byte[] bytes = follows ? answer.toBytes() : new Mutator(random).mutate(answer.toBytes());
    InMemoryPeer peer = new InMemoryPeer(bytes, random);
    return () -> read(answer, body, follows, peer);
  }

  private static void read(
      HttpAnswerGrammar answer, AnswerBody body, boolean follows, InMemoryPeer peer)
      throws IOException {
    Exchange exchange = peer.exchange(AnswerRules.request(), InMemoryPeer.Protocol.HTTP);

    Outcome outcome = AnswerRules.outcome(exchange, Vendor.Protocol.HTTP);
    if (follows) {
      checkAnswer(answer, exchange, peer);
      if (answer.content().length > 0 && body.bytes().length < KEPT_BYTES) {
        AnswerRules.checkNumber(outcome, body.refusedSpans(), body.waitSeconds());
      }
    }
  }

  private static void checkAnswer(
      HttpAnswerGrammar expected, Exchange exchange, InMemoryPeer peer) {
    if (!(exchange instanceof Exchange.Answer answer)) {
      throw new AssertionError("no answer but " + exchange);
    }
    byte[] content = expected.content();
    byte[] kept = Arrays.copyOf(content, Math.min(content.length, KEPT_BYTES));
    if (answer.status() != expected.status() || !Arrays.equals(answer.body(), kept)) {
      throw new AssertionError(
          expected.status() + " with " + kept.length + " bytes was read as " + answer);
    }
    if (expected.endsWithConnection() && peer.isReusable()) {
      throw new AssertionError("a connection that has ended is kept");
    }
  }
}
