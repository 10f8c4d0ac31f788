/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static dev.fanlight.exporters.internal.transport.TransportFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.Clock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large messages and large heads, both ways, with the server of grpc-java over TLS. */
@Timeout(30)
class GrpcInteropTest {

  private static final Metadata.Key<String> LARGE =
      Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER);
  private static final String HEADER = "v".repeat(20_000);

  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private Status status = Status.OK;

  @TempDir
  private Path folder;

  @ParameterizedTest(name = "window {0}")
  @ValueSource(ints = {4_000, 65_535, 8_000_000})
  void large_messages_and_heads_go_both_ways(int window) throws Exception {
    try (Transports transports = new Transports(Clock.getDefault())) {
      var good = TestCertificates.valid(folder, "good", "dns:localhost");
      Transport transport = transports.grpc(TransportFixture.trusting(good.certificate()));
      Server server = server(window, good);
      try {
        byte[] body = message(Math.min(4_000_000, 100 * window)); // 100 round trips at most
        for (int i = 0; i < 3; i++) {
          assertThat(answer(transport.exchange(request(server, body))).status()).isEqualTo(200);
        }
        assertThat(sizes).containsOnly(body.length).hasSize(3);
        assertThat(headers).containsOnly(HEADER);
      } finally {
        server.shutdownNow();
      }
    }
  }

  @Test
  void a_server_that_shuts_down_between_two_calls_costs_a_connection_and_no_span()
      throws Exception {
    try (Transports transports = new Transports(Clock.getDefault())) {
      var good = TestCertificates.valid(folder, "good", "dns:localhost");
      Transport transport = transports.grpc(TransportFixture.trusting(good.certificate()));
      Server first = server(65_535, good);
      int port = first.getPort();
      assertThat(answer(transport.exchange(request(first, message(10)))).status())
          .isEqualTo(200);
      first.shutdownNow().awaitTermination();
      Server second = server(65_535, good, port);
      try {
        Exchange exchange = transport.exchange(request(second, message(10)));
        if (exchange instanceof Exchange.Failure failure) {
          assertThat(failure.mayHaveArrived()).isFalse();
          exchange = transport.exchange(request(second, message(10)));
        }
        assertThat(answer(exchange).status()).isEqualTo(200);
      } finally {
        second.shutdownNow();
      }
    }
  }

  @Test
  void a_failure_with_large_trailers_is_read() throws Exception {
    status = Status.UNAVAILABLE.withDescription("d".repeat(10_000));
    try (Transports transports = new Transports(Clock.getDefault())) {
      var good = TestCertificates.valid(folder, "good", "dns:localhost");
      Transport transport = transports.grpc(TransportFixture.trusting(good.certificate()));
      Server server = server(65_535, good);
      try {
        for (int i = 0; i < 3; i++) {
          assertThat(answer(transport.exchange(request(server, message(10)))).grpcStatus())
              .isEqualTo("unavailable");
        }
      } finally {
        server.shutdownNow();
      }
    }
  }

  private Server server(int window, TestCertificates certificates) throws Exception {
    return server(window, certificates, 0);
  }

  private Server server(int window, TestCertificates certificates, int port) throws Exception {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .maxInboundMessageSize(8_000_000)
        .maxInboundMetadataSize(64_000)
        .flowControlWindow(window)
        .useTransportSecurity(
            certificates.certificate().toFile(), certificates.key().toFile())
        .addService(new Service())
        .intercept(new LargeHeads())
        .build()
        .start();
  }

  private static Request request(Server server, byte[] body) {
    return new Request(
        URI.create("https://localhost:" + server.getPort()),
        Map.of("content-type", "application/x-protobuf", "x-large", HEADER),
        body,
        TransportFixture.LONG);
  }

  private static byte[] message(int bytes) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder()
            .addScopeSpans(
                ScopeSpans.newBuilder().addSpans(Span.newBuilder().setName("x".repeat(bytes)))))
        .build()
        .toByteArray();
  }

  private final class Service extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> caller) {
      sizes.add(request.getSerializedSize());
      if (!status.isOk()) {
        caller.onError(status.asRuntimeException());
        return;
      }
      caller.onNext(ExportTraceServiceResponse.getDefaultInstance());
      caller.onCompleted();
    }
  }

  private final class LargeHeads implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata incoming, ServerCallHandler<Q, A> next) {
      headers.add(String.valueOf(incoming.get(LARGE)));
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void sendHeaders(Metadata outgoing) {
              outgoing.put(LARGE, HEADER);
              super.sendHeaders(outgoing);
            }

            @Override
            public void close(Status end, Metadata trailers) {
              trailers.put(LARGE, HEADER);
              super.close(end, trailers);
            }
          },
          incoming);
    }
  }
}
