/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A receiver that behaves as a vendor documents: path, credential, content type, its trouble, limits, its success. */
final class DocumentedReceiver implements AutoCloseable {

  private final DocumentedVendor vendor;
  private final HttpServer server;
  private final AtomicInteger troubles = new AtomicInteger();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger spans = new AtomicInteger();
  private final AtomicInteger longest = new AtomicInteger();

  DocumentedReceiver(DocumentedVendor vendor, int troubles) throws IOException {
    this.vendor = vendor;
    this.troubles.set(troubles);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = status(exchange, body);
    byte[] answer =
        status == vendor.status() ? vendor.body().getBytes(StandardCharsets.UTF_8) : new byte[0];
    exchange.getResponseHeaders().add("content-type", vendor.contentType());
    if (status == 429) {
      exchange.getResponseHeaders().add("retry-after", "0");
    }
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private int status(HttpExchange exchange, byte[] body) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    if (!exchange.getRequestURI().getPath().equals(vendor.path())) {
      complaints.add("path " + exchange.getRequestURI().getPath());
      return 404;
    }
    if (!vendor.value().equals(headers.getFirst(vendor.header()))) {
      return vendor.refusal();
    }
    vendor.others().forEach((name, value) -> {
      if (!value.equals(headers.getFirst(name))) {
        complaints.add("no " + name);
      }
    });
    boolean isZipkin = vendor.type().equals("zipkin");
    if (!(isZipkin ? "application/json" : "application/x-protobuf")
        .equals(headers.getFirst("content-type"))) {
      complaints.add("content type " + headers.getFirst("content-type"));
      return 415;
    }
    if (troubles.getAndDecrement() > 0) {
      return vendor.trouble();
    }
    byte[] message = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    if (body.length > vendor.demands().request()
        || message.length > vendor.demands().message()) {
      complaints.add(body.length + " bytes of " + message.length);
      return 413;
    }
    taken.incrementAndGet();
    spans.addAndGet(isZipkin ? inZipkin(message) : inOtlp(message));
    return vendor.status();
  }

  private static int inZipkin(byte[] message) {
    String json = new String(message, StandardCharsets.UTF_8);
    return json.startsWith("[{") ? json.split("\"traceId\":", -1).length - 1 : 0;
  }

  private int inOtlp(byte[] message) throws IOException {
    int count = 0;
    for (ResourceSpans resource :
        ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
      Map<String, String> attributes = texts(resource.getResource().getAttributesList());
      vendor.demands().resource().forEach((name, value) -> {
        if (!value.equals(attributes.get(name))) {
          complaints.add("no resource attribute " + name);
        }
      });
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        count += scope.getSpansCount();
        scope
            .getSpansList()
            .forEach(span -> texts(span.getAttributesList())
                .values()
                .forEach(text -> longest.accumulateAndGet(text.length(), Math::max)));
      }
    }
    return count;
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new HashMap<>();
    attributes.forEach(
        attribute -> texts.put(attribute.getKey(), attribute.getValue().getStringValue()));
    return texts;
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  List<String> complaints() {
    return complaints;
  }

  /** Requests. */
  int taken() {
    return taken.get();
  }

  int spans() {
    return spans.get();
  }

  /** Characters of the longest attribute of a span. */
  int longest() {
    return longest.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
