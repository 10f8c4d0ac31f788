/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.measure;

import dev.fanlight.metrics.internal.series.Dimension;
import dev.fanlight.metrics.internal.series.DimensionFactory;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The edges of the service graph, as far as one process knows them.
 *
 * <pre>
 * span        client             server          connection_type
 * CLIENT      this service       the peer        database, messaging_system, virtual_node or no label
 * PRODUCER    this service       the destination messaging_system
 * CONSUMER    the destination    this service    messaging_system
 * SERVER      user               this service    virtual_node; only if the trace begins here
 * </pre>
 */
public final class ServiceGraph {
  /*
   * The Collector and Tempo pair the client's span with the server's span; they have to buffer spans and to receive both.
   * Here each call is counted once, by the process that knows both names, the caller. A server does not count a call whose
   * caller is in the trace.
   *
   * A peer is a known service if service.peer.name (semantic conventions 1.39; before that peer.service) or the configured
   * map names it; otherwise the peer is the address, a virtual node.
   */
  private static final TextAttributes PEER_SERVICE =
      new TextAttributes("service.peer.name", "peer.service");
  private static final TextAttributes PEER = new TextAttributes(
      "service.peer.name",
      "peer.service",
      "server.address",
      "network.peer.address",
      "net.peer.name",
      "db.namespace",
      "db.name",
      "db.system.name",
      "db.system",
      "rpc.service");
  private static final TextAttributes DESTINATION =
      new TextAttributes("messaging.destination.name", "messaging.system");
  private static final TextAttributes DATABASE = new TextAttributes("db.system.name", "db.system");
  private static final TextAttributes MESSAGING = new TextAttributes("messaging.system");
  private static final Dimension SERVICE = DimensionFactory.resourceAttribute("", "service.name");

  private static final String VIRTUAL = "virtual_node";

  private final Map<String, String> servicesByPeer;

  /**
   * Creates a graph.
   *
   * @param servicesByPeer names of services by address, for spans without an attribute that names the service
   */
  public ServiceGraph(Map<String, String> servicesByPeer) {
    this.servicesByPeer = Map.copyOf(servicesByPeer);
  }

  /** Returns the labels of an edge. */
  public List<Dimension> dimensions() {
    return List.of(
        new EdgeEnd("client", this::client),
        new EdgeEnd("server", this::server),
        DimensionFactory.closed(
            "connection_type", "the span's kind and peer", this::connectionType),
        DimensionFactory.closed("virtual_node", "the span's kind and peer", this::virtualEnd),
        DimensionFactory.closed("failed", "the span's status", ServiceGraph::failed));
  }

  private @Nullable Object client(SpanData span) {
    return switch (span.getKind()) {
      case CLIENT, PRODUCER -> NetworkPhases.isPhase(span) ? null : service(span);
      case CONSUMER -> DESTINATION.first(span);
      case SERVER -> span.getParentSpanContext().isValid() ? null : "user";
      case INTERNAL -> null;
    };
  }

  private @Nullable Object server(SpanData span) {
    return switch (span.getKind()) {
      case CLIENT -> peer(span);
      case PRODUCER -> DESTINATION.first(span);
      case CONSUMER, SERVER -> service(span);
      case INTERNAL -> null;
    };
  }

  private @Nullable Object peer(SpanData span) {
    String peer = PEER.first(span);
    return peer == null ? null : servicesByPeer.getOrDefault(peer, peer);
  }

  private @Nullable Object connectionType(SpanData span) {
    return switch (span.getKind()) {
      case PRODUCER, CONSUMER -> "messaging_system";
      case SERVER -> VIRTUAL;
      case CLIENT -> {
        if (DATABASE.first(span) != null) {
          yield "database";
        }
        if (MESSAGING.first(span) != null) {
          yield "messaging_system";
        }
        yield isKnown(span) ? null : VIRTUAL;
      }
      case INTERNAL -> null;
    };
  }

  private @Nullable Object virtualEnd(SpanData span) {
    return switch (span.getKind()) {
      case SERVER, CONSUMER -> "client";
      case PRODUCER -> "server";
      case CLIENT -> isKnown(span) ? null : "server";
      case INTERNAL -> null;
    };
  }

  private boolean isKnown(SpanData span) {
    if (PEER_SERVICE.first(span) != null) {
      return true;
    }
    String peer = servicesByPeer.isEmpty() ? null : PEER.first(span);
    return peer != null && servicesByPeer.containsKey(peer);
  }

  private static String failed(SpanData span) {
    return span.getStatus().getStatusCode() == StatusCode.ERROR ? "true" : "false";
  }

  private static @Nullable Object service(SpanData span) {
    return SERVICE.read(span, Attributes.empty());
  }

  /** A list of text attributes of which the first one present is read. */
  private static final class TextAttributes {
    private final List<AttributeKey<String>> keys;

    private TextAttributes(String... names) {
      this.keys = Stream.of(names).map(AttributeKey::stringKey).toList();
    }

    @Nullable String first(SpanData span) {
      Attributes attributes = span.getAttributes();
      for (int i = 0; i < keys.size(); i++) { // by index: an iterator would be an allocation
        String value = attributes.get(keys.get(i));
        if (value != null) {
          return value;
        }
      }
      return null;
    }
  }

  /** The label of one end of an edge; a span without a value is not counted. */
  private record EdgeEnd(String label, Function<SpanData, @Nullable Object> reader)
      implements Dimension {
    @Override
    public String source() {
      return "the peer's name (set service.peer.name, or metrics.peers)";
    }

    @Override
    public @Nullable Object read(SpanData span, Attributes event) {
      return reader.apply(span);
    }

    @Override
    public boolean isRequired() {
      return true;
    }
  }
}
