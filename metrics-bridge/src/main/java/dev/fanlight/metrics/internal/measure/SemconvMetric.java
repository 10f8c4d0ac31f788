/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.measure;

import dev.fanlight.metrics.internal.series.BucketBounds;
import dev.fanlight.metrics.internal.series.Dimension;
import dev.fanlight.metrics.internal.series.DimensionFactory;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A duration metric of OpenTelemetry's semantic conventions (version 1.43) that can be recorded from the kind and the
 * attributes of a span. If the conventions renamed an attribute, the older name is read too.
 *
 * @param name name in Prometheus spelling
 * @param help help text of one sentence
 * @param bounds bucket bounds that the conventions recommend
 * @param kinds kinds of the measured spans
 * @param attributes the labels, each as the attribute's name followed by its older names; a span without the first
 *     attribute is not measured
 */
public record SemconvMetric(
    String name, String help, BucketBounds bounds, Set<SpanKind> kinds, List<String[]> attributes) {
  private static final BucketBounds CALLS =
      BucketBounds.ofSeconds(.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10);
  private static final BucketBounds QUERIES =
      BucketBounds.ofSeconds(.001, .005, .01, .05, .1, .5, 1, 5, 10);

  /** The metrics of this dialect. */
  public static final List<SemconvMetric> ALL = List.of(
      convention(
          "http_server_request_duration_seconds",
          "Duration of HTTP server requests.",
          CALLS,
          EnumSet.of(SpanKind.SERVER),
          "http.request.method http.method",
          "http.response.status_code http.status_code",
          "http.route",
          "url.scheme http.scheme",
          "error.type",
          "network.protocol.version"),
      convention(
          "http_client_request_duration_seconds",
          "Duration of HTTP client requests.",
          CALLS,
          EnumSet.of(SpanKind.CLIENT),
          "http.request.method http.method",
          "http.response.status_code http.status_code",
          "server.address net.peer.name",
          "server.port net.peer.port",
          "error.type",
          "network.protocol.version"),
      convention(
          "db_client_operation_duration_seconds",
          "Duration of database client operations.",
          QUERIES,
          EnumSet.of(SpanKind.CLIENT),
          "db.system.name db.system",
          "db.namespace db.name",
          "db.collection.name db.sql.table",
          "db.operation.name db.operation",
          "db.response.status_code",
          "server.address net.peer.name",
          "server.port net.peer.port",
          "error.type"),
      convention(
          "rpc_server_call_duration_seconds",
          "Duration of inbound remote procedure calls.",
          CALLS,
          EnumSet.of(SpanKind.SERVER),
          "rpc.system.name rpc.system",
          "rpc.method",
          "rpc.service",
          "rpc.response.status_code rpc.grpc.status_code",
          "error.type"),
      convention(
          "rpc_client_call_duration_seconds",
          "Duration of outbound remote procedure calls.",
          CALLS,
          EnumSet.of(SpanKind.CLIENT),
          "rpc.system.name rpc.system",
          "rpc.method",
          "rpc.service",
          "rpc.response.status_code rpc.grpc.status_code",
          "server.address net.peer.name",
          "server.port net.peer.port",
          "error.type"),
      convention(
          "messaging_client_operation_duration_seconds",
          "Duration of messaging operations started by a client.",
          CALLS,
          EnumSet.of(SpanKind.PRODUCER, SpanKind.CLIENT),
          "messaging.system",
          "messaging.operation.name messaging.operation",
          "messaging.destination.name",
          "server.address net.peer.name",
          "server.port net.peer.port",
          "error.type"),
      convention(
          "messaging_process_duration_seconds",
          "Duration of processing a message.",
          CALLS,
          EnumSet.of(SpanKind.CONSUMER),
          "messaging.system",
          "messaging.operation.name messaging.operation",
          "messaging.destination.name",
          "messaging.consumer.group.name messaging.kafka.consumer.group",
          "server.address net.peer.name",
          "server.port net.peer.port",
          "error.type"));

  private static SemconvMetric convention(
      String name, String help, BucketBounds bounds, Set<SpanKind> kinds, String... attributes) {
    List<String[]> names = new ArrayList<>();
    for (String attribute : attributes) {
      names.add(attribute.split(" "));
    }
    return new SemconvMetric(name, help, bounds, kinds, List.copyOf(names));
  }

  /** Returns the labels. */
  public List<Dimension> dimensions() {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(DimensionFactory.oneKindOf(kinds));
    for (String[] names : attributes) {
      Dimension dimension = DimensionFactory.attribute(names[0].replace('.', '_'), names);
      dimensions.add(dimensions.size() == 1 ? DimensionFactory.required(dimension) : dimension);
    }
    return dimensions;
  }
}
