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
      String key = headers.get(KEY);
      return new Exporting(call, key == null ? "" : key);
    }
  }

  /** The listener of one call; gRPC uses it on one thread at a time. */
  private final class Exporting extends ServerCall.Listener<byte[]> {

    private final ServerCall<byte[], byte[]> call;
    private final String key;
    private @Nullable ReceiverReply whole;

    Exporting(ServerCall<byte[], byte[]> call, String key) {
      this.call = call;
      this.key = key;
    }

    @Override
    public void onMessage(byte[] message) {
      try {
        ReceiverReply reply = policy.reply(SpanIds.ofOtlp(message), key);
        if (reply.ending() == Ending.WHOLE) {
          whole = reply;
          answer(call, reply);
        } else {
          lose(call, reply.ending());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }

    /** The answer has gone out: only now, for closing a call no more than hands it to the transport. */
    @Override
    public void onComplete() {
      if (whole == null) {
        return;
      }
      try {
        policy.answered(whole);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void lose(ServerCall<byte[], byte[]> call, Ending ending) {
    if (ending == Ending.CUT) {
      call.sendHeaders(new Metadata());
      call.sendMessage(new byte[0]);
    }
    call.close(Status.UNAVAILABLE.withDescription("the answer is lost"), new Metadata());
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
