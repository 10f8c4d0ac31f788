/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LaneTransportTest {

  private static final Request REQUEST = new Request(
      URI.create("http://vendor.example/"), Map.of(), new byte[0], Duration.ofSeconds(1));

  private final List<FakeTransport> opened = new ArrayList<>();
  private final LaneTransport lane = new LaneTransport(this::open);

  @BeforeEach
  void it_goes_the_first_way() {
    lane.prepare(settings(1));
  }

  @Test
  void the_same_settings_keep_the_way_and_others_replace_it() throws Exception {
    lane.prepare(settings(1));
    assertThat(opened).hasSize(1);
    lane.prepare(settings(2));
    assertThat(opened.get(0).isClosed()).isFalse();

    lane.exchange(settings(2), REQUEST);

    assertThat(opened.get(0).isClosed()).isTrue();
    assertThat(opened.get(1).requests).hasValue(1);
    assertThat(opened.get(1).isClosed()).isFalse();
  }

  @Test
  void who_asks_for_the_old_way_is_not_turned_away() throws Exception {
    lane.prepare(settings(2));
    lane.exchange(settings(1), REQUEST);
    assertThat(opened.get(0).requests).hasValue(1);
    lane.exchange(settings(2), REQUEST);

    lane.exchange(settings(1), REQUEST);

    assertThat(opened.get(0).requests).hasValue(1);
    assertThat(opened.get(1).requests).hasValue(2);
  }

  @Test
  void another_way_that_is_prepared_leaves_the_one_that_requests_ask_for() throws Exception {
    lane.prepare(settings(2));
    lane.prepare(settings(3));

    lane.exchange(settings(2), REQUEST);
    assertThat(opened.get(1).requests).hasValue(1);
    lane.exchange(settings(3), REQUEST);

    assertThat(opened.get(2).requests).hasValue(1);
    assertThat(opened).extracting(FakeTransport::isClosed).containsExactly(true, true, false);
  }

  @Test
  void the_way_back_is_the_old_one_as_long_as_nobody_went_another() throws Exception {
    lane.prepare(settings(2));

    lane.prepare(settings(1));
    lane.exchange(settings(1), REQUEST);
    lane.prepare(settings(3));
    lane.exchange(settings(3), REQUEST);

    assertThat(opened).extracting(FakeTransport::isClosed).containsExactly(true, true, false);
    assertThat(opened.get(0).requests).hasValue(1);
  }

  @Test
  void what_is_in_flight_ends_on_the_way_it_began() throws Exception {
    FakeTransport first = opened.get(0);
    FutureTask<Exchange> request = begin(first);

    lane.prepare(settings(2));
    lane.exchange(settings(2), REQUEST);
    assertThat(first.isClosed()).isFalse();
    first.mayAnswer.countDown();
    request.get();

    assertThat(first.isClosed()).isTrue();
    assertThat(opened.get(1).isClosed()).isFalse();
  }

  @Test
  void closing_aborts_also_what_goes_another_way_than_now() throws Exception {
    FakeTransport first = opened.get(0);
    FutureTask<Exchange> request = begin(first);
    lane.prepare(settings(2));
    lane.exchange(settings(2), REQUEST);
    lane.prepare(settings(4));

    lane.close();

    assertThat(opened).allMatch(FakeTransport::isClosed);
    lane.prepare(settings(3));
    assertThat(opened).hasSize(3);
    first.mayAnswer.countDown();
    request.get();
  }

  @Test
  void where_there_is_no_other_way_it_goes_on_as_before() throws Exception {
    assertThatThrownBy(() -> lane.prepare(settings(13)))
        .isInstanceOf(IllegalArgumentException.class);

    lane.exchange(settings(1), REQUEST);

    assertThat(opened.get(0).requests).hasValue(1);
    assertThat(opened.get(0).isClosed()).isFalse();
  }

  private FutureTask<Exchange> begin(FakeTransport over) throws InterruptedException {
    over.holdsUp = true;
    FutureTask<Exchange> request = new FutureTask<>(() -> lane.exchange(settings(1), REQUEST));
    new Thread(request).start();
    over.isAsked.await();
    return request;
  }

  private Transport open(TransportSettings settings) {
    if (settings.equals(settings(13))) {
      throw new IllegalArgumentException("a broken certificate");
    }
    FakeTransport transport = new FakeTransport();
    opened.add(transport);
    return transport;
  }

  private static TransportSettings settings(int seconds) {
    return new TransportSettings(Duration.ofSeconds(seconds), null, null, null, null);
  }

  private static final class FakeTransport implements Transport {
    final CountDownLatch isAsked = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);
    volatile boolean holdsUp;
    final AtomicInteger requests = new AtomicInteger();
    private volatile boolean closed;

    @Override
    public Exchange exchange(Request request) throws InterruptedException {
      requests.incrementAndGet();
      isAsked.countDown();
      if (holdsUp) {
        mayAnswer.await();
      }
      return new Exchange.Answer(200, Map.of(), new byte[0]);
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
