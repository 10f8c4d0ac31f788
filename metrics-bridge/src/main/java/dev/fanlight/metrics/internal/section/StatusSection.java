/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.section;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.metrics.internal.endpoint.BasicAuth;
import dev.fanlight.metrics.internal.endpoint.EndpointSettings;
import dev.fanlight.metrics.internal.endpoint.ServerTlsFactory;
import dev.fanlight.metrics.internal.endpoint.SharedEndpoint;
import dev.fanlight.metrics.internal.status.StatusProcessor;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The provider of the section {@code status}. */
public final class StatusSection implements SectionProvider {
  private static final String DEFAULT_HOST = "localhost";
  private static final int DEFAULT_PORT = 9465;

  private static final ConfigKey<Optional<Integer>> PORT = ConfigKey.optional(
      "port",
      ValueType.integer(0, 65_535),
      "Port of the page's own, 0 for any free port; by default the page is at the port of `metrics`, or at 9465 if that"
          + " section is not there.");
  private static final ConfigKey<Optional<String>> HOST = ConfigKey.optional(
      "host",
      ValueType.TEXT,
      "Address of the page's own, `0.0.0.0` for all addresses; by default `localhost` where the page has a port of its"
          + " own.");

  /** Creates the provider; called by {@link java.util.ServiceLoader}. */
  public StatusSection() {}

  @Override
  public String key() {
    return "status";
  }

  @Override
  public String doc() {
    return "The status page at `/fanlight`: whether spans flow to each vendor, and if not, the reason and the cure. Beyond"
        + " loopback it needs `basic_auth`, or a `host` of its own.";
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return List.of(HOST, PORT, MetricsSection.BASIC_AUTH, MetricsSection.TLS);
  }

  @Override
  public void check(ConfigNode node) {
    MetricsSection.set(node, HOST, () -> endpoint(node, null, null));
    node.get(MetricsSection.BASIC_AUTH).ifPresent(StatusSection::auth);
    tls(node);
  }

  /** Warns of a page beyond loopback without a password, and of a password without TLS. Host names are not resolved. */
  @Override
  public Map<ConfigKey<?>, String> warnings(ConfigNode node) {
    String host = node.get(HOST).orElse(DEFAULT_HOST);
    if (MetricsSection.isLoopback(host)) {
      return Map.of();
    }
    if (node.get(MetricsSection.BASIC_AUTH).isEmpty()) {
      return Map.of(
          HOST, "everyone who can reach the port can read the page; add status.basic_auth");
    }
    return node.get(MetricsSection.TLS).isPresent()
        ? Map.of()
        : Map.of(
            MetricsSection.BASIC_AUTH,
            "user and password are sent in clear text, because status.host is not loopback; add status.tls");
  }

  @Override
  public SpanProcessor create(ConfigNode node, SectionContext context) {
    SharedEndpoint shared = context.shared(SharedEndpoint.class, SharedEndpoint::new);
    BasicAuth auth =
        node.get(MetricsSection.BASIC_AUTH).map(StatusSection::auth).orElse(null);
    EndpointSettings own = endpoint(node, auth, tls(node));
    return hasOwnEndpoint(node)
        ? StatusProcessor.withOwnEndpoint(context::status, own)
        : StatusProcessor.shared(context::status, own, shared);
  }

  private static boolean hasOwnEndpoint(ConfigNode node) {
    return node.get(HOST).isPresent()
        || node.get(PORT).isPresent()
        || node.get(MetricsSection.BASIC_AUTH).isPresent()
        || node.get(MetricsSection.TLS).isPresent();
  }

  private static EndpointSettings endpoint(
      ConfigNode node, @Nullable BasicAuth auth, @Nullable SSLContext tls) {
    return new EndpointSettings(
        node.get(HOST).orElse(DEFAULT_HOST),
        node.get(PORT).orElse(DEFAULT_PORT),
        StatusProcessor.PATH,
        auth,
        tls);
  }

  private static @Nullable SSLContext tls(ConfigNode node) {
    ConfigNode tls = node.get(MetricsSection.TLS).orElse(null);
    if (tls == null) {
      return null;
    }
    try {
      return ServerTlsFactory.serverTls(
          tls.get(MetricsSection.CERTIFICATE), tls.get(MetricsSection.PRIVATE_KEY));
    } catch (IllegalArgumentException wrong) {
      throw node.refuse(MetricsSection.TLS, String.valueOf(wrong.getMessage()));
    }
  }

  private static BasicAuth auth(ConfigNode auth) {
    Secret password = auth.get(MetricsSection.PASSWORD);
    try {
      return new BasicAuth(auth.get(MetricsSection.USER), () -> {
        password.refresh();
        return password.reveal();
      });
    } catch (IllegalArgumentException wrong) {
      throw auth.refuse(MetricsSection.USER, String.valueOf(wrong.getMessage()));
    }
  }
}
