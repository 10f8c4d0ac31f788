/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The client that pushes the metrics of a job to a Pushgateway. Any thread. */
public final class PushgatewayClient {
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(2).toMillis();

  private final URI address;
  private final String job;

  /**
   * Creates a client.
   *
   * @param address for example {@code http://localhost:9091}; user info in it is sent as basic auth
   * @param job name of the group of metrics that each push replaces
   */
  public PushgatewayClient(URI address, String job) {
    if (job.isBlank()) {
      throw new IllegalArgumentException(
          "job is empty; give the name of the job, for example nightly-report");
    }
    if (address.getRawAuthority() == null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "address has to be http://host:port, optionally with a path, without a query or a fragment");
    }
    this.address = address;
    this.job = job;
  }

  /**
   * Replaces the metrics of this job at the gateway. Takes at most four seconds.
   *
   * @throws IOException if the gateway does not accept the metrics; the message has the status of its response
   */
  public void push(PrometheusRegistry registry) throws IOException {
    var body = new ByteArrayOutputStream();
    var writer = PrometheusTextFormatWriter.create();
    writer.write(body, registry.scrape());
    HttpURLConnection connection = (HttpURLConnection) group().toURL().openConnection();
    try {
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setRequestMethod("PUT");
      connection.setDoOutput(true);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Content-Type", writer.getContentType());
      String user = userInfo();
      if (!user.isEmpty()) {
        byte[] credentials = decoded(user).getBytes(StandardCharsets.UTF_8);
        connection.setRequestProperty(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
      }
      connection.setFixedLengthStreamingMode(body.size());
      try (var out = connection.getOutputStream()) {
        body.writeTo(out);
      }
      int status = connection.getResponseCode();
      if (status / 100 != 2) {
        throw new IOException("status " + status);
      }
    } catch (UnknownHostException unknown) {
      throw new IOException("the host is unknown"); // the exception's message is the host
    } finally {
      connection.disconnect();
    }
  }

  URI group() {
    String authority = address.getRawAuthority();
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    String path = address.getRawPath() == null ? "" : address.getRawPath().replaceAll("/+$", "");
    return URI.create(address.getScheme() + "://" + hostAndPort + path + "/metrics/" + group(job));
  }

  /** Returns the user info of the authority; {@link URI#getUserInfo()} is null if the host has an underscore. */
  private String userInfo() {
    String authority = address.getRawAuthority();
    return authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
  }

  private static String decoded(String userInfo) {
    return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Returns the path of the group; names with a slash, and {@code .} and {@code ..}, are encoded as Base64. */
  private static String group(String job) {
    byte[] name = job.getBytes(StandardCharsets.UTF_8);
    return job.contains("/") || job.equals(".") || job.equals("..")
        ? "job@base64/" + Base64.getUrlEncoder().encodeToString(name)
        : "job/" + URLEncoder.encode(job, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns a text for messages without address and job, which could be a secret that was pasted at the wrong place. */
  @Override
  public String toString() {
    return "its address";
  }
}
