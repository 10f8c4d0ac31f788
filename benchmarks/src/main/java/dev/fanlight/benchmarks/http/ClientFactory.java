/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.http;

import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import dev.fanlight.exporters.internal.transport.Transports;
import io.opentelemetry.sdk.common.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/** The candidates, by name. */
final class ClientFactory {

  private static final Map<String, String> HEADERS = Map.of(
      "Content-Type", "application/x-protobuf",
      "Content-Encoding", "gzip",
      "User-Agent", "fanlight-benchmark",
      "api-key", "0123456789abcdef0123456789abcdef");

  private ClientFactory() {}

  /** The client of that name, trusting the certificate of the PEM file if there is one. */
  static PostClient named(String name, @Nullable Path trusted) throws Exception {
    return switch (name) {
      case "none" -> (uri, body) -> {};
      case "raw socket" -> raw(trusted);
      case "fanlight" -> fanlight(trusted);
      case "HttpURLConnection" -> urlConnection(trusted);
      case "Apache HttpClient 5" -> apache(trusted);
      case "java.net.http" -> jdk(trusted);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static PostClient fanlight(@Nullable Path trusted) {
    Transport transport = new Transports(Clock.getDefault())
        .http(new TransportSettings(Duration.ofSeconds(5), trusted, null, null, null));
    return (uri, body) -> {
      Exchange exchange =
          transport.exchange(new Request(uri, HEADERS, body, Duration.ofSeconds(10)));
      check(exchange instanceof Exchange.Answer answer ? answer.status() : 0);
    };
  }

  /** Creates a client of a bare socket, which costs the system calls and TLS alone: the lower bound of all clients. */
  private static PostClient raw(@Nullable Path trusted) throws Exception {
    SSLContext context = context(trusted);
    Map<URI, Socket> sockets = new ConcurrentHashMap<>(); // each thread has its own target
    return (uri, body) -> {
      Socket socket = sockets.get(uri);
      if (socket == null) {
        socket = trusted == null
            ? new Socket(uri.getHost(), uri.getPort())
            : context.getSocketFactory().createSocket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        sockets.put(uri, socket);
      }
      OutputStream out = socket.getOutputStream();
      byte[] head = ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length
              + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
      byte[] whole = new byte[head.length + body.length];
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(body, 0, whole, head.length, body.length);
      out.write(whole);
      check(socket.getInputStream().read(new byte[4096]) > 0 ? 200 : 0);
    };
  }

  private static PostClient urlConnection(@Nullable Path trusted) throws Exception {
    SSLSocketFactory factory = context(trusted).getSocketFactory();
    return (uri, body) -> {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      if (connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(factory);
      }
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setInstanceFollowRedirects(false);
      connection.setFixedLengthStreamingMode(body.length);
      HEADERS.forEach(connection::setRequestProperty);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
      check(connection.getResponseCode());
      try (InputStream in = connection.getInputStream()) {
        in.readAllBytes();
      }
    };
  }

  private static PostClient apache(@Nullable Path trusted) throws Exception {
    var connections = PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(64)
        .setMaxConnPerRoute(8)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(context(trusted)))
        .build();
    CloseableHttpClient client = HttpClients.custom()
        .setConnectionManager(connections)
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableRedirectHandling()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
    return (uri, body) -> {
      HttpPost post = new HttpPost(uri);
      HEADERS.forEach(post::setHeader);
      post.setEntity(new ByteArrayEntity(body, ContentType.create("application/x-protobuf")));
      check(client.execute(post, response -> {
        EntityUtils.consume(response.getEntity());
        return response.getCode();
      }));
    };
  }

  private static PostClient jdk(@Nullable Path trusted) throws Exception {
    HttpClient client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context(trusted))
        .build();
    return (uri, body) -> {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body));
      HEADERS.forEach(request::setHeader);
      check(
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).statusCode());
    };
  }

  private static void check(int status) throws IOException {
    if (status != 200) {
      throw new IOException("status " + status);
    }
  }

  private static SSLContext context(@Nullable Path trusted) throws Exception {
    if (trusted == null) {
      return SSLContext.getDefault();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(trusted)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("receiver", certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
