/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.relay.internal.section.RunningSources;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * A relay: receives spans of other processes and sends them to every vendor of one YAML file with the section {@code source}.
 *
 * <pre>{@code
 * try (Relay relay = Relay.start(Path.of("relay.yaml"))) {
 *   ...
 * }
 * }</pre>
 *
 * <p>An application that has such a section in its own file needs no relay: the section receives spans there as well.
 *
 * <p>Any thread.
 *
 * @since 0.1.0
 */
public final class Relay implements AutoCloseable {

  private final Fanlight fanlight;

  private Relay(Fanlight fanlight) {
    this.fanlight = fanlight;
  }

  /**
   * Starts a relay; an edit of the file takes effect while it runs.
   *
   * @param files the first is the base, later ones are laid over it
   * @throws IllegalStateException if no port is open, because the files have no section {@code source} or an error, or its
   *     port cannot be used; the log has the cause
   */
  public static Relay start(Path... files) {
    Relay relay = new Relay(Fanlight.builder(files).build());
    if (relay.sources().address() == null) {
      relay.close();
      throw new IllegalStateException(
          "the relay does not listen: see the log before this, and give the file a section \"source\" with otlp");
    }
    return relay;
  }

  private RunningSources sources() {
    return fanlight.sectionContext().shared(RunningSources.class, RunningSources::new);
  }

  /**
   * The address at which it receives OTLP over HTTP.
   *
   * @throws IllegalStateException if an edit of the file has removed the section
   */
  public InetSocketAddress otlpHttpAddress() {
    InetSocketAddress address = sources().address();
    if (address == null) {
      throw new IllegalStateException("the file has no section \"source\" now");
    }
    return address;
  }

  /** The fan-out behind the relay, with its ledgers. */
  public Fanlight fanlight() {
    return fanlight;
  }

  /** Sends buffered spans within the shutdown timeout, and stops everything; idempotent. */
  @Override
  public void close() {
    fanlight.close();
  }
}
