/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.zipkin;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A writer of the endpoints of a span: the local service, and the peer of a client or producer. */
final class EndpointWriter {

  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> PEER_SERVICE = AttributeKey.stringKey("peer.service");
  private static final AttributeKey<String> PEER_ADDRESS =
      AttributeKey.stringKey("server.socket.address");
  private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("server.socket.port");

  private final @Nullable InetAddress localAddress;

  EndpointWriter(Optional<InetAddress> localAddress) {
    this.localAddress = localAddress.orElse(null);
  }

  /** Writes {@code ,"localEndpoint":{…}}. */
  void writeLocal(Resource resource, JsonBuffer out) {
    String service = resource.getAttribute(SERVICE_NAME);
    if (service == null) {
      service = Resource.getDefault().getAttribute(SERVICE_NAME);
    }
    write(",\"localEndpoint\":", service == null ? "" : service, localAddress, 0, out);
  }

  /** Writes {@code ,"remoteEndpoint":{…}} for a client or producer with {@code peer.service}. */
  static void writeRemote(SpanData span, JsonBuffer out) {
    if (span.getKind() != SpanKind.CLIENT && span.getKind() != SpanKind.PRODUCER) {
      return;
    }
    Attributes attributes = span.getAttributes();
    String service = attributes.get(PEER_SERVICE);
    if (service == null) {
      return;
    }
    String address = attributes.get(PEER_ADDRESS);
    Long port = attributes.get(PEER_PORT);
    write(
        ",\"remoteEndpoint\":",
        service,
        address == null ? null : IpText.parse(address).orElse(null),
        port == null || port < 1 || port > 65_535 ? 0 : port,
        out);
  }

  private static void write(
      String field, String service, @Nullable InetAddress address, long port, JsonBuffer out) {
    if (service.isEmpty() && address == null && port == 0) {
      return;
    }
    out.ascii(field);
    char separator = '{';
    if (!service.isEmpty()) {
      out.ascii(separator).ascii("\"serviceName\":").string(service.toLowerCase(Locale.ROOT));
      separator = ',';
    }
    if (address != null) {
      out.ascii(separator);
      IpText.write(address, out);
      separator = ',';
    }
    if (port != 0) {
      out.ascii(separator).ascii("\"port\":").number(port);
    }
    out.ascii('}');
  }
}
