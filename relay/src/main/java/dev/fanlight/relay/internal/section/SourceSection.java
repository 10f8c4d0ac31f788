/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.section;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.metrics.internal.endpoint.ServerTlsFactory;
import dev.fanlight.relay.internal.otlp.OtlpTraceHandler;
import dev.fanlight.relay.internal.server.ReceiverSettings;
import dev.fanlight.relay.internal.server.RelayReceiver;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The provider of the section {@code source}. */
public final class SourceSection implements SectionProvider {

  private static final long DEFAULT_BODY = 8 << 20;
  private static final int PER_BODY = 6; // as it came, inflated, and decoded
  private static final int SHARE_OF_HEAP = 4;
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

  private static final ConfigKey<Integer> HTTP = ConfigKey.of(
      "http", ValueType.integer(0, 65_535), 4318, "Port for OTLP over HTTP; 0 for any free port.");
  private static final ConfigKey<String> HOST = ConfigKey.of(
      "host", ValueType.TEXT, "localhost", "Address to listen at; `0.0.0.0` for all addresses.");
  private static final ConfigKey<Optional<Secret>> TOKEN = ConfigKey.optional(
      "token",
      ValueType.SECRET,
      "Token that clients have to send, as `authorization: Bearer …`; a secret file is read again at each request.");
  private static final ConfigKey<Path> CERTIFICATE = ConfigKey.required(
      "certificate", ValueType.PATH, "PEM file with the certificate and its chain.");
  private static final ConfigKey<Path> PRIVATE_KEY = ConfigKey.required(
      "key", ValueType.PATH, "PEM file with the private key (PKCS #8, not encrypted).");
  private static final ConfigKey<Optional<ConfigNode>> TLS = ConfigKey.optional(
      "tls", ValueType.mapping(CERTIFICATE, PRIVATE_KEY), "Serves HTTPS with this certificate.");
  private static final ConfigKey<Long> MAX_BODY = ConfigKey.of(
      "max_body",
      ValueType.SIZE,
      DEFAULT_BODY,
      "Maximum size of a request, also after it is inflated; a larger one is answered with 413.");
  private static final ConfigKey<Integer> MAX_CONNECTIONS = ConfigKey.of(
      "max_connections",
      ValueType.integer(2, 10_000),
      256,
      "Maximum number of open connections; one address other than loopback has at most half of them.");
  private static final ConfigKey<ConfigNode> OTLP = ConfigKey.nested(
      "otlp", "Receives OTLP over HTTP.", HTTP, HOST, TOKEN, TLS, MAX_BODY, MAX_CONNECTIONS);

  /** Creates the provider; called by {@link java.util.ServiceLoader}. */
  public SourceSection() {}

  @Override
  public String key() {
    return "source";
  }

  @Override
  public String doc() {
    return "Receives spans of other processes, for all vendors of the file.";
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return List.of(OTLP);
  }

  @Override
  public void check(ConfigNode node) {
    settings(node.get(OTLP));
  }

  @Override
  public Map<ConfigKey<?>, String> warnings(ConfigNode node) {
    ConfigNode otlp = node.get(OTLP);
    boolean isOpen = otlp.get(TOKEN).isEmpty() || otlp.get(TLS).isEmpty();
    return isOpen && !isLoopback(otlp.get(HOST))
        ? Map.of(
            OTLP,
            "is open to other machines without "
                + (otlp.get(TOKEN).isEmpty()
                    ? "a token"
                    : "TLS, so that the token is sent in clear text")
                + "; add source.otlp.token and source.otlp.tls, or let host be localhost")
        : Map.of();
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  @Override
  public SpanProcessor create(ConfigNode node, SectionContext context) {
    ConfigNode otlp = node.get(OTLP);
    ReceiverSettings settings = settings(otlp);
    OtlpTraceHandler handler =
        new OtlpTraceHandler(context.spanIntake(), otlp.get(TOKEN), settings.maxBodyBytes());
    RelayReceiver receiver = RelayReceiver.open(settings, handler, Clock.getDefault());
    RunningSources running = context.shared(RunningSources.class, RunningSources::new);
    return new SourceProcessor(receiver, running);
  }

  private static ReceiverSettings settings(ConfigNode otlp) {
    long maxBody = otlp.get(MAX_BODY);
    if (maxBody < 1 << 10 || maxBody > 256 << 20) {
      throw otlp.refuse(MAX_BODY, "must be from 1KiB to 256MiB");
    }
    long memory = Math.max(PER_BODY * maxBody, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    return new ReceiverSettings(
        otlp.get(HOST),
        otlp.get(HTTP),
        otlp.get(TLS).map(tls -> context(otlp, tls)),
        maxBody,
        otlp.get(MAX_CONNECTIONS),
        memory,
        STEP_TIMEOUT,
        IDLE_TIMEOUT);
  }

  private static SSLContext context(ConfigNode otlp, ConfigNode tls) {
    try {
      return ServerTlsFactory.serverTls(tls.get(CERTIFICATE), tls.get(PRIVATE_KEY));
    } catch (IllegalArgumentException wrong) {
      throw otlp.refuse(TLS, String.valueOf(wrong.getMessage()));
    }
  }
}
