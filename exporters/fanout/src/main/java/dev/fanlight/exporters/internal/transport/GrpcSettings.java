/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What a gRPC sender asks for: our settings in the SDK's words. Retries are ours, so it gets none. */
final class GrpcSettings implements GrpcSenderConfig {

  private static final String METHOD = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

  /** Fields that gRPC itself owns. */
  private static final Set<String> OWNED = Set.of("content-type", "content-encoding", "te");

  private final GrpcTarget target;
  private final TransportSettings settings;
  private final Tls.@Nullable Material tls;
  private final Supplier<Map<String, String>> headers;
  private final ExecutorService threads;

  GrpcSettings(
      GrpcTarget target,
      TransportSettings settings,
      Tls.@Nullable Material tls,
      Supplier<Map<String, String>> headers,
      ExecutorService threads) {
    this.target = target;
    this.settings = settings;
    this.headers = headers;
    this.tls = tls;
    this.threads = threads;
  }

  @Override
  public URI getEndpoint() {
    return target.endpoint();
  }

  @Override
  public String getFullMethodName() {
    return METHOD;
  }

  /** Names the coding of bytes that are coded already, so that all vendors share one compression. */
  @Override
  public @Nullable Compressor getCompressor() {
    return target.encoding().equals("identity") ? null : new PassingCompressor(target.encoding());
  }

  @Override
  public Duration getTimeout() {
    return target.timeout();
  }

  @Override
  public Duration getConnectTimeout() {
    return settings.connectTimeout();
  }

  @Override
  public Supplier<Map<String, List<String>>> getHeadersSupplier() {
    return () -> {
      Map<String, List<String>> metadata = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.get().forEach((name, value) -> metadata.put(name, List.of(value)));
      metadata.keySet().removeAll(OWNED);
      return metadata;
    };
  }

  @Override
  public @Nullable RetryPolicy getRetryPolicy() {
    return null;
  }

  @Override
  public @Nullable SSLContext getSslContext() {
    return tls == null ? null : tls.context();
  }

  @Override
  public @Nullable X509TrustManager getTrustManager() {
    return tls == null ? null : tls.trust();
  }

  /** Ours, so that a call's span, should anybody trace it, ends on a thread of ours and is not exported in its turn. */
  @Override
  public ExecutorService getExecutorService() {
    return threads;
  }
}
