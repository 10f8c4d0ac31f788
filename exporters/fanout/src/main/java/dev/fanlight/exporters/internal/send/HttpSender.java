/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import dev.fanlight.exporters.internal.settings.HeaderRules;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.internal.text.SecretValues;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.spi.Signer;
import dev.fanlight.exporters.spi.Vendor;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sender that makes one attempt as one POST to the vendor's endpoint. */
final class HttpSender implements Sender {

  private final String name;
  private final Vendor vendor;
  private final Duration timeout;
  private final TransportSettings way;
  private final LaneTransport transport;
  private final RequestTimes times;
  private final ReferenceNames references;
  private final @Nullable URI shownEndpoint;
  private final Clock clock;

  HttpSender(LaneSettings settings, LaneTransport transport, RequestTimes times, Clock clock) {
    this.name = settings.name();
    this.vendor = settings.vendor();
    this.timeout = settings.timeout();
    this.way = settings.transport();
    this.transport = transport;
    this.times = times;
    this.references = settings.references();
    this.shownEndpoint = settings.shownEndpoint();
    this.clock = clock;
  }

  @Override
  public Outcome send(EncodedRequest request) throws InterruptedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("user-agent", UserAgent.TEXT);
    headers.putAll(vendor.headers().current());
    headers.put("content-type", vendor.wire().contentType());
    if (!request.encoding().equals("identity")) {
      headers.put("content-encoding", request.encoding());
    }
    Signer signer = vendor.signer();
    if (signer != null) {
      headers.putAll(signer.sign(vendor.endpoint(), request.body()));
    }
    String fault = HeaderRules.fault(headers, vendor.protocol() == Vendor.Protocol.GRPC);
    if (fault != null) {
      return new Outcome.Later(
          Outcome.Kind.FAILURE, "unusable_header", Duration.ZERO, false, fault);
    }
    long start = clock.nanoTime();
    Exchange exchange =
        transport.exchange(way, new Request(vendor.endpoint(), headers, request.body(), timeout));
    times.ended(name, shownEndpoint, exchange, clock.nanoTime() - start);
    Exchange shown =
        exchange instanceof Exchange.Failure failure ? failure.hiding(references) : exchange;
    return HttpAnswers.outcome(
        shown, vendor, credentials(headers), Instant.ofEpochSecond(0, clock.now()));
  }

  /** Returns the credentials of a signer and of the proxy, and the texts of references. */
  private Collection<String> credentials(Map<String, String> headers) {
    Collection<String> credentials = SecretValues.valuesOf(headers);
    TransportSettings.Proxy proxy = way.proxy();
    if (proxy != null) {
      credentials.addAll(proxy.secrets());
    }
    credentials.addAll(references.texts());
    return credentials;
  }

  @Override
  public void close() {
    transport.close();
  }

  /** Read with the first request: the jar's manifest is slow to find, and the application waits for the start. */
  private static final class UserAgent {

    static final String TEXT = "Fanlight/" + version();

    private static String version() {
      String version = HttpSender.class.getPackage().getImplementationVersion();
      return version == null ? versionOfResource() : version;
    }

    /** Returns the version of a jar without a manifest: the class loader of an agent's extension does not read it. */
    private static String versionOfResource() {
      Properties properties = new Properties();
      try (InputStream in =
          HttpSender.class.getResourceAsStream("/dev/fanlight/exporters/version.properties")) {
        if (in != null) {
          properties.load(in);
        }
      } catch (IOException ignored) {
        // as if it were not there
      }
      String version = properties.getProperty("version", "");
      return version.isEmpty() || version.startsWith("$")
          ? "dev"
          : version; // classes without a jar
    }
  }
}
