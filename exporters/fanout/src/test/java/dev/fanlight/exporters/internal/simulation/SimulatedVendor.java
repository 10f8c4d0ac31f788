/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.simulation.Event.Mood;
import dev.fanlight.exporters.internal.simulation.Setup.VendorSetup;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A vendor that behaves as its moods say, and remembers each span. */
final class SimulatedVendor {

  /** One span of so many is one that the vendor refuses when it refuses some. */
  private static final int BAD = 97;

  /** A request costs at least as much time, also one that is called off. */
  private static final long REQUEST_NANOS = 100_000;

  private static final Mood WELL = new Mood(0, 0, 0, Conduct.TAKE, 100, 0, 0);

  final String name;
  final Fates fates;

  private final VendorSetup setup;
  private final int number;
  private final Random random;
  private final SimulatedThreads threads;
  private final LongSupplier lastId;
  private final List<Mood> moods = new ArrayList<>();
  private final Set<Integer> statuses = new TreeSet<>();
  private long requests;
  private int busy;
  private boolean isAmbiguous;

  /** By number of the sender thread, the spans of its last request that was accepted: what a kill may have repeated. */
  final Map<Integer, long[]> lastAccepted = new TreeMap<>();

  /** Hears of each span that the vendor takes. */
  interface Taking {
    void taken(long id);
  }

  private final Taking taking;

  SimulatedVendor(
      int number,
      VendorSetup setup,
      long seed,
      SimulatedThreads threads,
      LongSupplier lastId,
      Taking taking) {
    this.name = "v" + number;
    this.number = number;
    this.setup = setup;
    this.random = new Random(seed);
    this.threads = threads;
    this.lastId = lastId;
    this.taking = taking;
    this.fates = new Fates(name);
  }

  /** From now on the vendor behaves in this way, until it is over or another mood begins. */
  void add(Mood mood) {
    moods.add(mood);
  }

  /** The vendor is well from now on. */
  void recover() {
    moods.clear();
  }

  /** Statuses that it has answered. */
  Set<Integer> statuses() {
    return statuses;
  }

  /** Whether the end of a request was ever unknown. */
  boolean isAmbiguous() {
    return isAmbiguous;
  }

  /** Whether it may have made the lane cut batches. */
  boolean cutsBatches() {
    Set<Integer> plain = Set.of(200, 429, 500, 502, 503, 504, 520, 522);
    return setup.limitBytes() > 0 || !plain.containsAll(statuses);
  }

  /** Whether a request has no end yet. */
  boolean isBusy() {
    return busy > 0;
  }

  long requests() {
    return requests;
  }

  Transport newTransport() {
    return new SimulatedTransport();
  }

  private Mood mood() {
    long now = TimeUnit.NANOSECONDS.toMillis(threads.nanos());
    moods.removeIf(mood -> now >= mood.atMillis() + mood.millis());
    Mood mood = moods.isEmpty() ? WELL : moods.get(moods.size() - 1);
    return random.nextInt(100) < mood.percent() ? mood : WELL;
  }

  private final class SimulatedTransport implements Transport {

    private final List<SimulatedThread> inFlight = new ArrayList<>();
    private boolean isClosed;

    @Override
    public Exchange exchange(Request request) throws InterruptedException {
      threads.giveWay();
      long[] ids = ids(request.body());
      String fault = fates.sent(ids, lastId.getAsLong());
      if (!fault.isEmpty()) {
        throw threads.fail(fault);
      }
      requests++;
      lastAccepted.remove(SimulatedThreads.current().number);
      threads.hash().add(ids.length == 0 ? 0 : ids[0] * 31 + ids.length + 1_000_003L * number);
      SimulatedThread me = SimulatedThreads.current();
      threads.block("request", REQUEST_NANOS, false);
      inFlight.add(me);
      busy++;
      boolean isAccepted = false;
      Mood mood = isTooLarge(request) ? tooLarge() : mood();
      try {
        Exchange exchange = exchange(request, ids, mood);
        isAccepted = exchange instanceof Answer answer && answer.status() == 200;
        isAmbiguous |= exchange instanceof Failure failure && failure.mayHaveArrived();
        if (exchange instanceof Answer answer) {
          statuses.add(answer.status());
        }
        return exchange;
      } finally {
        inFlight.remove(me);
        busy--;
        if (isAccepted) {
          fates.answered(ids, refused(mood, ids), threads.nanos());
          lastAccepted.put(me.number, ids);
        } else {
          isAmbiguous = true;
          fates.landed(ids);
        }
      }
    }

    private long[] ids(byte[] body) {
      try {
        return SimulatedWire.ids(body);
      } catch (RuntimeException e) {
        throw threads.fail("a vendor gets bytes that no wire has written");
      }
    }

    private boolean isTooLarge(Request request) {
      return setup.limitBytes() > 0 && request.body().length > setup.limitBytes();
    }

    private Mood tooLarge() {
      return new Mood(0, 0, number, Conduct.STATUS, 100, 413, 0);
    }

    private int refused(Mood mood, long[] ids) {
      return mood.conduct() == Conduct.TAKE_A_PART ? Math.min(mood.number(), ids.length) : 0;
    }

    private Exchange exchange(Request request, long[] ids, Mood mood) throws InterruptedException {
      long begin = threads.nanos();
      long deadline = begin + request.timeout().toNanos();
      long arrival = begin + random.nextInt(setup.latencyMillis() * 1_000_000);
      switch (mood.conduct()) {
        case STALE -> {
          return new Failure(Cause.STALE, false, "idle connection was closed");
        }
        case UNREACHABLE -> {
          pause(arrival);
          Cause[] causes = {Cause.DNS, Cause.CONNECT, Cause.TLS, Cause.PROXY};
          return new Failure(causes[random.nextInt(causes.length)], false, "unreachable");
        }
        default -> {
          if (arrival > deadline || !pause(arrival)) {
            pause(deadline);
            return broken(isClosed ? Cause.IO : Cause.TIMEOUT);
          }
        }
      }
      if (mood.conduct().takes) {
        fates.taken(ids, refused(mood, ids));
        for (int i = refused(mood, ids); i < ids.length; i++) {
          taking.taken(ids[i]);
        }
      }
      return answer(mood, ids, deadline);
    }

    private Exchange answer(Mood mood, long[] ids, long deadline) throws InterruptedException {
      switch (mood.conduct()) {
        case HANG, TAKE_LATE -> {
          pause(deadline);
          return broken(isClosed ? Cause.IO : Cause.TIMEOUT);
        }
        case RESET, RESET_AFTER_TAKING -> {
          return broken(Cause.IO);
        }
        default -> {
          boolean isThere = pause(Math.min(
              deadline, threads.nanos() + random.nextInt(setup.latencyMillis() * 1_000_000)));
          if (!isThere || threads.nanos() >= deadline) {
            return broken(isThere ? Cause.TIMEOUT : Cause.IO);
          }
        }
      }
      return switch (mood.conduct()) {
        case TAKE -> new Answer(200, Map.of(), new byte[0]);
        case WEB_PAGE ->
          new Answer(
              200,
              Map.of("content-type", "text/html"),
              "<html>login</html>".getBytes(StandardCharsets.UTF_8));
        case TAKE_A_PART ->
          new Answer(
              200,
              Map.of(),
              ByteBuffer.allocate(Integer.BYTES).putInt(refused(mood, ids)).array());
        case REFUSE_SOME -> refuseSome(mood, ids);
        default ->
          new Answer(
              mood.number(),
              mood.retryAfterSeconds() > 0
                  ? Map.of("retry-after", String.valueOf(mood.retryAfterSeconds()))
                  : Map.of(),
              new byte[0]);
      };
    }

    private Exchange refuseSome(Mood mood, long[] ids) {
      for (long id : ids) {
        if (id % BAD == number) {
          return new Answer(mood.number(), Map.of(), new byte[0]);
        }
      }
      fates.taken(ids, 0);
      for (long id : ids) {
        taking.taken(id);
      }
      return new Answer(200, Map.of(), new byte[0]);
    }

    private Failure broken(Cause cause) {
      return new Failure(cause, true, "broken");
    }

    /** Waits until a moment; false if the transport was closed before. */
    private boolean pause(long untilNanos) throws InterruptedException {
      while (untilNanos > threads.nanos() && !isClosed) {
        threads.sleep("answer", untilNanos - threads.nanos());
        if (SimulatedThreads.current().takeInterrupt()) {
          throw new InterruptedException();
        }
      }
      return !isClosed;
    }

    @Override
    public boolean isClosed() {
      return isClosed;
    }

    @Override
    public void close() {
      isClosed = true;
      inFlight.forEach(threads::wake);
    }
  }
}
