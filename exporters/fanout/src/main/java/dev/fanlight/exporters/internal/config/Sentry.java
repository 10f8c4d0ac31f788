/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue's Sentry; both its address and key are in the project's DSN. */
final class Sentry implements VendorProvider {

  // https://<key>[:<secret>]@<host>[:<port>][/<prefix>]/<project>
  private static final String DSN =
      "(https?)://([^:@/]+)(?::[^@/]*)?@([^@/]+)((?:/[^/?#]+)*)/([0-9]+)/?";

  private final Preset preset;

  Sentry(Preset preset) {
    this.preset = preset;
  }

  @Override
  public String type() {
    return preset.type();
  }

  @Override
  public String title() {
    return preset.title();
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return preset.keys();
  }

  @Override
  public Vendor create(ConfigNode node, Context context) {
    Secret dsn = Objects.requireNonNull(preset.value("dsn", node));
    Secret key = dsn.map(text -> "sentry sentry_key=" + part(text, node).group(2));
    return new Vendor(
        context.wire("otlp"),
        Vendor.Protocol.HTTP,
        node.get(CommonKeys.ENDPOINT).orElseGet(() -> endpoint(dsn, node)),
        Secret.headers(Map.of("x-sentry-auth", key)),
        null,
        Limits.NONE,
        Set.of(),
        preset.link(node));
  }

  private URI endpoint(Secret dsn, ConfigNode node) {
    Matcher part = part(dsn.reveal(), node);
    String base = part.group(1) + "://" + part.group(3) + part.group(4);
    try {
      return URI.create(base + "/api/" + part.group(5) + "/integration/otlp/v1/traces");
    } catch (IllegalArgumentException malformed) {
      throw refusal(node);
    }
  }

  private Matcher part(String dsn, ConfigNode node) {
    Matcher matcher = Pattern.compile(DSN).matcher(dsn);
    if (!matcher.matches()) {
      throw refusal(node);
    }
    return matcher;
  }

  private IllegalArgumentException refusal(ConfigNode node) {
    return node.refuse(
        preset.key("dsn"), "is not a DSN; copy it whole, https://<key>@<host>/<project>");
  }
}
