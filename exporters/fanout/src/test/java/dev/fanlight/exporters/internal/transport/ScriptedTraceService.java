/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real OTLP/gRPC server of grpc-java, that answers as told and remembers what came. */
final class ScriptedTraceService extends TraceServiceGrpc.TraceServiceImplBase
    implements AutoCloseable {

  interface Answer {
    void to(StreamObserver<ExportTraceServiceResponse> caller);
  }

  private final Server server;
  private final Answer answer;
  private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Metadata> metadata = new CopyOnWriteArrayList<>();
  private final Set<String> peers = ConcurrentHashMap.newKeySet();
  private final List<Long> wireSizes = new CopyOnWriteArrayList<>();

  ScriptedTraceService(Answer answer, @Nullable Path certificate, @Nullable Path key)
      throws IOException {
    this.answer = answer;
    NettyServerBuilder builder = NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .maxInboundMessageSize(100_000)
        .addService(this)
        .intercept(new Remembering())
        .addStreamTracerFactory(new Weighing());
    if (certificate != null && key != null) {
      builder.useTransportSecurity(certificate.toFile(), key.toFile());
    }
    server = builder.build().start();
  }

  static ScriptedTraceService start(Answer answer) throws IOException {
    return new ScriptedTraceService(answer, null, null);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  URI secureUri() {
    return URI.create("https://localhost:" + server.getPort());
  }

  List<ExportTraceServiceRequest> requests() {
    return requests;
  }

  String metadata(String name) {
    return String.valueOf(
        metadata.get(0).get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
  }

  /** Addresses of the connections so far. */
  Set<String> peers() {
    return peers;
  }

  List<Long> wireSizes() {
    return wireSizes;
  }

  @Override
  public void export(
      ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> caller) {
    requests.add(request);
    answer.to(caller);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Remembering implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      metadata.add(headers);
      peers.add(String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
      return next.startCall(call, headers);
    }
  }

  private final class Weighing extends ServerStreamTracer.Factory {
    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
      return new ServerStreamTracer() {
        @Override
        public void inboundMessageRead(int number, long wireSize, long plainSize) {
          wireSizes.add(wireSize);
        }
      };
    }
  }
}
