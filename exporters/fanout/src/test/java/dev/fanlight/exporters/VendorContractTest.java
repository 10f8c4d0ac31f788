/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Received;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import dev.fanlight.exporters.testing.Spans;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The account is true, span by span, whatever the vendor does: the ids that it took are those that were delivered, the
 * ids that it refused those that were rejected, and what neither took nor refused was dropped.
 */
class VendorContractTest {

  private static final int SPANS = 3_000;

  @TempDir
  Path folder;

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("scenarios")
  void every_span_is_delivered_rejected_or_dropped_and_never_two_of_them(
      Behaviour behaviour, long seed) throws Exception {
    Memory memory = new Memory(behaviour, new Random(seed));
    Set<String> ended = new HashSet<>();
    LedgerSnapshot account;
    try (ScriptedVendor vendor = ScriptedVendor.start(memory::answer)) {
      Fanlight fanlight = Fanlight.load(file(vendor.endpoint()));
      Spans spans = Spans.at(fanlight.spanProcessor());
      Random sizes = new Random(seed);
      while (ended.size() < SPANS) {
        ended.addAll(spans.end(1 + sizes.nextInt(400)));
        fanlight.flush(
            Duration.ofMillis(50)); // some fail: a lane that is not up fails a flush at once
      }
      fanlight.close();
      account = fanlight.ledgerSnapshots().get(0);
    }

    Set<String> taken = new HashSet<>(memory.taken);
    Set<String> neither = new HashSet<>(ended);
    neither.removeAll(taken);
    neither.removeAll(memory.refused);
    assertThat(account.addsUp()).as("%s", account).isTrue();
    assertThat(account.received()).isEqualTo(ended.size());
    assertThat(account.buffered()).isZero();
    assertThat(ended).containsAll(taken).containsAll(memory.refused);
    assertThat(Collections.disjoint(taken, memory.refused))
        .as("taken and refused are two things")
        .isTrue();

    long unconfirmed = account.droppedByReason().getOrDefault("unconfirmed", 0L);
    long poison = account.rejectedByReason().getOrDefault("poison", 0L);
    long rejected = account.rejected() - poison;
    if (behaviour.losesAnswers) { // at close also an answer that refuses
      assertThat((long) memory.refused.size()).isBetween(rejected, rejected + unconfirmed);
      assertThat((long) taken.size())
          .isBetween(account.delivered(), account.delivered() + unconfirmed + poison);
    } else {
      assertThat(rejected).isEqualTo(memory.refused.size());
      assertThat(account.delivered()).isEqualTo(taken.size());
      assertThat(unconfirmed)
          .satisfiesAnyOf( // a gateway's 502 or 504 leaves it open
              none -> assertThat(none).isZero(),
              some -> assertThat(behaviour).isEqualTo(Behaviour.RANDOM_RETRYABLE));
      assertThat(memory.taken).as("no duplicates where no answer was lost").hasSameSizeAs(taken);
      assertThat((long) neither.size()).isEqualTo(account.dropped() + poison);
    }
    assertThat(account.attempts()).isGreaterThanOrEqualTo(memory.requests);
    if (behaviour == Behaviour.ALWAYS_SUCCEEDS || behaviour == Behaviour.SLOW) {
      assertThat(account.delivered()).isEqualTo(ended.size());
    }
  }

  private Path file(String endpoint) throws Exception {
    return Files.writeString(folder.resolve("fanlight.yaml"), """
        batch: {spans: 100, delay: 20ms}
        vendors:
          scripted:
            type: otlp
            endpoint: %s
            timeout: 2s
            retry: {first_delay: 2ms, max_delay: 10ms, max_retry_after: 20ms, slow_delay: 5ms}
            breaker: {failures: 5, open_for: 5ms}
        """.formatted(endpoint));
  }

  static Stream<Arguments> scenarios() {
    return Stream.of(Behaviour.values())
        .flatMap(behaviour -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(behaviour, seed)));
  }

  enum Behaviour {
    ALWAYS_SUCCEEDS(false),
    RANDOM_RETRYABLE(false),
    RANDOM_PERMANENT(false),
    PARTIAL_SUCCESS(false),
    TOO_LARGE(false),
    SLOW(false),
    MIXED(true);

    final boolean losesAnswers;

    Behaviour(boolean losesAnswers) {
      this.losesAnswers = losesAnswers;
    }
  }

  /** The vendor's own books. */
  private static final class Memory {

    private static final List<Integer> RETRYABLE = List.of(401, 402, 429, 500, 502, 503, 504);
    private static final List<Integer> PERMANENT = List.of(301, 400, 410, 415, 422);

    final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    final Set<String> refused = Collections.synchronizedSet(new HashSet<>());
    private final Behaviour behaviour;
    private final Random random;
    private volatile int requests;

    Memory(Behaviour behaviour, Random random) {
      this.behaviour = behaviour;
      this.random = random;
    }

    synchronized Reply answer(Received request) throws InterruptedException {
      requests++;
      int dice = random.nextInt(100);
      return switch (behaviour) {
        case ALWAYS_SUCCEEDS -> take(request, 200);
        case RANDOM_RETRYABLE -> dice < 50 ? later() : take(request, 202);
        case RANDOM_PERMANENT -> dice < 40 ? refuse(request) : take(request, 200);
        case PARTIAL_SUCCESS -> dice < 50 ? takeSome(request) : take(request, 200);
        case TOO_LARGE -> request.spanIds().size() > 10 ? Reply.status(413) : take(request, 200);
        case SLOW -> {
          assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
          yield take(request, 200);
        }
        case MIXED -> mixed(request, dice);
      };
    }

    private Reply mixed(Received request, int dice) {
      if (!Collections.disjoint(taken, request.spanIds())) {
        return take(
            request,
            200); // sent again after a lost answer: a vendor does not refuse what it has taken
      }
      if (dice < 15) {
        return later();
      }
      if (dice < 25) {
        return refuse(request);
      }
      if (dice < 35) {
        return takeSome(request);
      }
      if (dice < 50) {
        take(request, 200);
        throw new IllegalStateException("the answer is lost: the server closes the connection");
      }
      return take(request, 200);
    }

    /** Takes also what was refused in a larger request: a batch is sent again in parts. */
    private Reply take(Received request, int status) {
      refused.removeAll(request.spanIds());
      taken.addAll(request.spanIds());
      return new Reply(status, Map.of(), ByteString.EMPTY, true);
    }

    private Reply later() {
      return Reply.status(RETRYABLE.get(random.nextInt(RETRYABLE.size()))).with("retry-after", "0");
    }

    private Reply refuse(Received request) {
      refused.addAll(request.spanIds());
      return Reply.status(PERMANENT.get(random.nextInt(PERMANENT.size())));
    }

    private Reply takeSome(Received request) {
      int rejects = random.nextInt(request.spanIds().size() + 1);
      refused.removeAll(request.spanIds());
      refused.addAll(request.spanIds().subList(0, rejects));
      taken.addAll(request.spanIds().subList(rejects, request.spanIds().size()));
      ByteString body = ExportTraceServiceResponse.newBuilder()
          .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(rejects)
              .setErrorMessage("scripted"))
          .build()
          .toByteString();
      return new Reply(200, Map.of("content-type", "application/x-protobuf"), body, true);
    }
  }
}
