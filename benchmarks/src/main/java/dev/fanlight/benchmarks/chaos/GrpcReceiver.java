/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.benchmarks.chaos.ReceiverReply.Ending;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The receiver over gRPC, a real server of grpc-java, with or without TLS. */
final class GrpcReceiver implements ReceiverServer {

  private static final int MOST_BYTES = 8 << 20;
  private static final int THREADS = 16;
  private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";
  private static final Metadata.Key<String> KEY =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ReceiverPolicy policy;
  private @Nullable Server server;
  private @Nullable ThreadPoolExecutor threads;

  GrpcReceiver(ReceiverPolicy policy) {
    this.policy = policy;
  }

  @Override
  public void open(int port, Optional<Path> certificates) throws IOException {
    ServerCredentials credentials = certificates.isPresent()
        ? TlsServerCredentials.create(
            Certificates.certificate(certificates.get()).toFile(),
            Certificates.key(certificates.get()).toFile())
        : InsecureServerCredentials.create();
    threads = new ThreadPoolExecutor(
        THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1_000));
    server = Grpc.newServerBuilderForPort(port, credentials)
        .maxInboundMessageSize(MOST_BYTES)
        .executor(threads)
        .addService(service())
        .build()
        .start();
  }

  private ServerServiceDefinition service() {
    var method = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(SERVICE + "/Export")
        .build();
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(method, new Handler())
        .build();
  }

  @Override
  public void close() {
    if (server != null && threads != null) {
      server.shutdownNow();
      await(server);
      threads.shutdownNow();
      server = null;
    }
  }

  private static void await(Server closing) {
    try {
      closing.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** The body of a message as it is. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final class Handler implements ServerCallHandler<byte[], byte[]> {
    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> call, Metadata headers) {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          String key = headers.get(KEY);
          export(call, message, key == null ? "" : key);
        }
      };
    }
  }

  private void export(ServerCall<byte[], byte[]> call, byte[] message, String key) {
    try {
      ReceiverReply reply = policy.reply(SpanIds.ofOtlp(message), key);
      if (reply.ending() == Ending.WHOLE) {
        answer(call, reply);
        policy.answered(reply);
        return;
      }
      if (reply.ending() == Ending.CUT) {
        call.sendHeaders(new Metadata());
        call.sendMessage(new byte[0]);
      }
      call.close(Status.UNAVAILABLE.withDescription("the answer is lost"), new Metadata());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(ServerCall<byte[], byte[]> call, ReceiverReply reply) {
    if (reply.status() == 200) {
      call.sendHeaders(new Metadata());
      call.sendMessage(
          reply.rejected() > 0 ? PartialSuccess.encode(reply.rejected()) : new byte[0]);
    }
    call.close(status(reply.status()), new Metadata());
  }

  private static Status status(int http) {
    return switch (http) {
      case 200 -> Status.OK;
      case 400 -> Status.INVALID_ARGUMENT;
      case 401 -> Status.UNAUTHENTICATED;
      default -> Status.UNAVAILABLE;
    };
  }
}
