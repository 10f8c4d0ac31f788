/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.threads.FanlightThread;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Unary calls of OTLP's trace service, through whatever gRPC sender of the SDK is on the class path. */
final class GrpcTransport implements Transport {

  /*
   * HTTP/2 is the sender's business (OkHttp or grpc-java), its calls on threads that we give it; the lane's thread waits
   * for a future. The pool grows to the lane's window and shrinks to nothing.
   * A sender is made for an address once, and again when certificates have changed; it takes the headers of a call from
   * us as the call is made, on the thread that makes it. What it does not show us: the trailers, so that a RetryInfo in grpc-status-details-bin is
   * out of reach, and whether a call that failed had left, so that every failure after the connection stood may have
   * arrived.
   */
  private static final int MOST_CALLS = 64; // a lane's widest window
  private static final int IDLE_SECONDS = 30;

  /** Of the call that a thread makes at this moment. */
  private static final ThreadLocal<Map<String, String>> HEADERS = new ThreadLocal<>();

  private final GrpcSenderProvider provider;
  private final TransportSettings settings;
  private final Tls tls;
  private final GrpcChannels channels = new GrpcChannels();
  private final Set<Call> inFlight = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = new ThreadPoolExecutor(
      0,
      MOST_CALLS,
      IDLE_SECONDS,
      TimeUnit.SECONDS,
      new SynchronousQueue<>(),
      work -> new FanlightThread("grpc", work));
  private volatile Map<String, String> latestHeaders = Map.of();
  private volatile boolean closed;

  GrpcTransport(GrpcSenderProvider provider, TransportSettings settings, Tls tls) {
    this.provider = provider;
    this.settings = settings;
    this.tls = tls;
  }

  /**
   * The sender on the class path.
   *
   * @throws IllegalArgumentException if there is none, naming the artifact to add
   */
  static GrpcSenderProvider provider(ClassLoader loader) {
    Iterator<GrpcSenderProvider> found =
        ServiceLoader.load(GrpcSenderProvider.class, loader).iterator();
    if (!found.hasNext()) {
      throw new IllegalArgumentException(
          "protocol grpc needs a sender on the class path; add "
              + "io.opentelemetry:opentelemetry-exporter-sender-okhttp in the version of the SDK, or use protocol http");
    }
    return found.next();
  }

  @Override
  public Exchange exchange(Request request) throws InterruptedException {
    Call call = new Call();
    GrpcTarget target = GrpcTarget.of(request);
    inFlight.add(call);
    try {
      if (closed) {
        return closed(target);
      }
      HEADERS.set(request.headers());
      latestHeaders = request.headers();
      return exchange(request, target, call);
    } catch (TimeoutException e) {
      return timeout(target);
    } catch (ExecutionException e) {
      throw new AssertionError("never completed so", e);
    } finally {
      inFlight.remove(call);
      HEADERS.remove();
    }
  }

  private Exchange exchange(Request request, GrpcTarget target, Call call)
      throws InterruptedException, ExecutionException, TimeoutException {
    Tls.Material material;
    try {
      material = material(target);
    } catch (IOException e) {
      return failure(target, Cause.TLS, e, request);
    }
    GrpcChannel channel = channels.enter(target, material, () -> opened(target, material));
    if (channel == null) {
      return closed(target);
    }
    try {
      channel
          .sender()
          .send(
              new StoredMessage(request.body()),
              response -> call.end.complete(GrpcAnswer.of(response)),
              error -> call.end.complete(failure(target, error, request)));
      return call.end.get(target.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      channels.leave(channel);
    }
  }

  private GrpcChannel opened(GrpcTarget target, Tls.@Nullable Material material) {
    return new GrpcChannel(
        provider.createSender(
            new GrpcSettings(target, settings, material, this::headersOfThisCall, threads)),
        target,
        material);
  }

  /** Those of the call that this thread makes: a signer's fit no other. A sender that asks elsewhere gets the latest. */
  private Map<String, String> headersOfThisCall() {
    Map<String, String> mine = HEADERS.get();
    return mine == null ? latestHeaders : mine;
  }

  private Tls.@Nullable Material material(GrpcTarget target) throws IOException {
    return target.endpoint().getScheme().equals("https") ? tls.current() : null;
  }

  private static Failure failure(GrpcTarget target, Throwable error, Request request) {
    Throwable root = error;
    while (root.getCause() != null
        && !(root instanceof SSLException || root instanceof InterruptedIOException)) {
      root = root.getCause();
    }
    // OkHttp's word for the call's deadline, whatever it has as a cause
    if (root instanceof InterruptedIOException) {
      return timeout(target);
    }
    Cause cause = root instanceof UnknownHostException
        ? Cause.DNS
        : root instanceof ConnectException
            ? Cause.CONNECT
            : root instanceof SSLException ? Cause.TLS : Cause.IO;
    return failure(target, cause, root, request);
  }

  private static Failure failure(GrpcTarget target, Cause cause, Throwable root, Request request) {
    return new Failure(
        cause,
        cause == Cause.IO,
        cause + ": calling " + target.authority() + " failed: "
            + ForeignText.message(root, request.secrets()));
  }

  private static Failure timeout(GrpcTarget target) {
    return new Failure(
        Cause.TIMEOUT,
        true,
        "TIMEOUT: over " + target.timeout().toMillis() + " ms, calling " + target.authority());
  }

  private static Failure closed(GrpcTarget target) {
    return new Failure(
        Cause.IO,
        false,
        "IO: calling " + target.authority() + " was given up: the transport is closed");
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    channels.close(); // cancels what is in flight
    threads.shutdown();
    inFlight.forEach(call -> call.end.complete(
        new Failure(Cause.IO, true, "IO: the call was given up: the transport is closed")));
  }

  /** One call in flight. */
  private static final class Call {
    private final CompletableFuture<Exchange> end = new CompletableFuture<>();
  }
}
