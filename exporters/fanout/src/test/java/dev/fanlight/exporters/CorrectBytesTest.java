/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.RandomSpans;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor gets from us is, field by field, what it gets from the stock exporter. */
class CorrectBytesTest {

  @TempDir
  Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_vendor_gets_what_the_stock_exporter_sends(long seed) throws Exception {
    List<SpanData> spans = sampled(new RandomSpans(seed), 700);
    try (Receiver ours = new Receiver();
        Receiver stock = new Receiver()) {
      send(spans, "endpoint: " + ours.endpoint());
      sendStock(spans, stock);

      assertThat(ours.taken.spansById).hasSize(700).isEqualTo(stock.taken.spansById);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7})
  void over_grpc_it_is_the_same(long seed) throws Exception {
    List<SpanData> spans = sampled(new RandomSpans(seed), 700);
    try (GrpcReceiver ours = new GrpcReceiver();
        Receiver stock = new Receiver()) {
      send(spans, "protocol: grpc, endpoint: " + ours.endpoint());
      sendStock(spans, stock);

      assertThat(ours.taken.spansById).hasSize(700).isEqualTo(stock.taken.spansById);
    }
  }

  private void send(List<SpanData> spans, String keys) throws Exception {
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"), "vendors: {a: {type: otlp, " + keys + "}}");
    try (Fanlight fanlight = Fanlight.load(file)) {
      spans.forEach(span -> fanlight.spanProcessor().onEnd(new EndedSpan(span)));
      assertThat(fanlight.flush(Duration.ofSeconds(30))).isEmpty();
    }
  }

  private static void sendStock(List<SpanData> spans, Receiver receiver) {
    try (OtlpHttpSpanExporter stock = OtlpHttpSpanExporter.builder()
        .setEndpoint(receiver.endpoint())
        .setCompression("gzip")
        .build()) {
      assertThat(stock.export(spans).join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
  }

  /** A processor takes sampled spans only. */
  private static List<SpanData> sampled(RandomSpans random, int count) {
    return Stream.generate(random::span)
        .limit(count)
        .map(CorrectBytesTest::asSampled)
        .toList();
  }

  private static SpanData asSampled(FakeSpan span) {
    SpanContext context = span.getSpanContext();
    byte flags =
        (byte) (context.getTraceFlags().asByte() | TraceFlags.getSampled().asByte());
    return span.context(SpanContext.create(
        context.getTraceId(),
        context.getSpanId(),
        TraceFlags.fromByte(flags),
        context.getTraceState()));
  }

  /** A span with the resource and the scope it stands under. */
  private record Placed(ResourceSpans resource, ScopeSpans scope, Span span) {}

  private static final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final Taken taken = new Taken();

    Receiver() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/traces", this::receive);
      server.start();
    }

    String endpoint() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    private void receive(HttpExchange exchange) throws IOException {
      try (exchange) {
        assertThat(exchange.getRequestHeaders().get("Content-Encoding")).containsExactly("gzip");
        assertThat(exchange.getRequestHeaders().get("Content-Type"))
            .containsExactly("application/x-protobuf");
        byte[] body = exchange.getRequestBody().readAllBytes();
        taken.add(ExportTraceServiceRequest.parseFrom(
            new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()));
        exchange.sendResponseHeaders(200, -1);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** A server of grpc-java. */
  private static final class GrpcReceiver extends TraceServiceGrpc.TraceServiceImplBase
      implements AutoCloseable {
    private final Server server;
    private final Taken taken = new Taken();

    GrpcReceiver() throws IOException {
      server = NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .addService(this)
          .build()
          .start();
    }

    String endpoint() {
      return "http://127.0.0.1:" + server.getPort();
    }

    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> caller) {
      taken.add(request);
      caller.onNext(ExportTraceServiceResponse.getDefaultInstance());
      caller.onCompleted();
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }

  private static final class Taken {
    final Map<String, Placed> spansById = new ConcurrentHashMap<>();

    void add(ExportTraceServiceRequest request) {
      for (ResourceSpans resource : request.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            spansById.put(
                HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                new Placed(
                    resource.toBuilder().clearScopeSpans().build(),
                    scope.toBuilder().clearSpans().build(),
                    span));
          }
        }
      }
    }
  }
}
