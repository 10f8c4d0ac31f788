/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.fuzz.AnswerBody;
import dev.fanlight.exporters.internal.fuzz.ForeignWords;
import dev.fanlight.exporters.internal.fuzz.FuzzTarget;
import dev.fanlight.exporters.internal.fuzz.Mutator;
import dev.fanlight.exporters.internal.send.Outcome.Delivered;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.GrpcAnswerGrammar;
import dev.fanlight.exporters.internal.transport.InMemoryPeer;
import dev.fanlight.exporters.spi.Vendor;
import java.io.IOException;
import java.util.Random;

/** Answers over HTTP/2, as {@link HttpAnswerFuzz} makes them for HTTP/1.1. */
public final class GrpcAnswerFuzz implements FuzzTarget {

  @Override
  public long maxAllocatedBytes() {
    return 6 << 20;
  }

  @Override
  public Input input(long seed) {
    Random random = new Random(seed);
    AnswerBody right = AnswerBody.random(random);
    AnswerBody body = seed % 3 == 1 ? right.mutated(random) : right;
    GrpcAnswerGrammar answer = new GrpcAnswerGrammar(random, body, ForeignWords.text(random));
    boolean follows = seed % 3 != 2;
    byte[] bytes = follows ? answer.toBytes() : new Mutator(random).mutate(answer.toBytes());
    InMemoryPeer peer = new InMemoryPeer(bytes, random);
    return () -> read(answer, body, follows, peer);
  }

  private static void read(
      GrpcAnswerGrammar answer, AnswerBody body, boolean follows, InMemoryPeer peer)
      throws IOException {
    Exchange exchange = peer.exchange(AnswerRules.request(), InMemoryPeer.Protocol.GRPC);

    Outcome outcome = AnswerRules.outcome(exchange, Vendor.Protocol.GRPC);
    if (follows) {
      checkAnswer(answer, exchange, outcome);
      if (answer.code() == 0 && body.bytes().length < 60_000) {
        AnswerRules.checkNumber(outcome, body.refusedSpans(), -1);
      }
    }
  }

  private static void checkAnswer(GrpcAnswerGrammar expected, Exchange exchange, Outcome outcome) {
    if (!(exchange instanceof Exchange.Answer)) {
      throw new AssertionError("no answer but " + exchange);
    }
    if (outcome instanceof Delivered != (expected.code() == 0)) {
      throw new AssertionError("code " + expected.code() + " is " + outcome);
    }
  }
}
