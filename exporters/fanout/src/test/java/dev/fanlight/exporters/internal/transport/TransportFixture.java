/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import io.opentelemetry.sdk.common.Clock;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transport with generous and with short deadlines. */
final class TransportFixture implements AutoCloseable {

  static final Duration LONG = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(400);

  final Transports transports;
  final Transport transport;

  TransportFixture(TransportSettings settings) {
    this(settings, InetAddress::getAllByName);
  }

  TransportFixture(TransportSettings settings, LookUps.Resolver resolver) {
    this(settings, resolver, Threads.OURS);
  }

  TransportFixture(TransportSettings settings, LookUps.Resolver resolver, Threads threads) {
    transports = new Transports(Clock.getDefault(), resolver, threads);
    transport = transports.http(settings);
  }

  static TransportFixture plain() {
    return new TransportFixture(TransportSettings.DEFAULT);
  }

  static TransportSettings trusting(Path authorities) {
    return new TransportSettings(Duration.ofSeconds(5), authorities, null, null, null);
  }

  static TransportSettings via(URI proxy, @Nullable String user, String password) {
    return new TransportSettings(
        Duration.ofSeconds(5),
        null,
        null,
        null,
        new TransportSettings.Proxy(proxy, user, () -> password));
  }

  static Request post(URI uri, int bytes, Duration timeout) {
    return new Request(
        uri,
        Map.of("content-type", "application/x-protobuf", "api-key", "s3cret"),
        new byte[bytes],
        timeout);
  }

  Exchange send(URI uri) throws InterruptedException {
    return transport.exchange(post(uri, 10, LONG));
  }

  Exchange sendBriefly(URI uri) throws InterruptedException {
    return transport.exchange(post(uri, 10, SHORT));
  }

  Answer answerOf(URI uri) throws InterruptedException {
    return answer(send(uri));
  }

  static Answer answer(Exchange exchange) {
    if (exchange instanceof Answer answer) {
      return answer;
    }
    throw new AssertionError("no answer but " + exchange);
  }

  static Failure failure(Exchange exchange) {
    if (exchange instanceof Failure failure) {
      return failure;
    }
    throw new AssertionError("no failure but " + exchange);
  }

  @Override
  public void close() {
    transports.close();
  }
}
