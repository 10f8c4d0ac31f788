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

/** Hands the metrics of a job that ends before it is scraped to a Pushgateway. Any thread. */
public final class Pushgateway {
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(2).toMillis();

  private final URI address;
  private final String job;

  /**
   * A gateway.
   *
   * @param address for example {@code http://localhost:9091}; user info in it becomes basic auth
   * @param job the group whose metrics are replaced at each push
   */
  public Pushgateway(URI address, String job) {
    if (job.isBlank()) {
      throw new IllegalArgumentException(
          "job is empty; give the name of the job, for example nightly-report");
    }
    if (address.getRawAuthority() == null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "address has to be http://host:port, perhaps with a path, and without a query or a fragment");
    }
    this.address = address;
    this.job = job;
  }

  /**
   * Replaces what the gateway has of this job. Takes four seconds at most.
   *
   * @throws IOException if the gateway does not take it; the message says what it answered
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
      throw new IOException("the host is not known"); // the exception's message is the host
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

  /** From the authority: {@link URI#getUserInfo()} knows none where the host has an underscore. */
  private String userInfo() {
    String authority = address.getRawAuthority();
    return authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
  }

  private static String decoded(String userInfo) {
    return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** A slash in the name needs the gateway's other spelling, and so do the names of folders. */
  private static String group(String job) {
    byte[] name = job.getBytes(StandardCharsets.UTF_8);
    return job.contains("/") || job.equals(".") || job.equals("..")
        ? "job@base64/" + Base64.getUrlEncoder().encodeToString(name)
        : "job/" + URLEncoder.encode(job, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** For messages: address and job may be a secret in the wrong place. */
  @Override
  public String toString() {
    return "its address";
  }
}
