/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The HTTP client by which the demo reads from its child processes. Any thread. */
final class DemoHttpClient {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2))
      .build();

  /** Returns the body of a 200; any other status is an {@link IOException} with the status. */
  String get(URI uri, String accept) throws IOException {
    return send(HttpRequest.newBuilder(uri)
        .timeout(LIMIT)
        .header("Accept", accept)
        .GET()
        .build());
  }

  String get(URI uri) throws IOException {
    return get(uri, "*/*");
  }

  String post(URI uri) throws IOException {
    return send(HttpRequest.newBuilder(uri)
        .timeout(LIMIT)
        .POST(HttpRequest.BodyPublishers.noBody())
        .build());
  }

  private String send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(request.uri() + " answered " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + request.uri(), e);
    }
  }

  boolean answers(URI uri) {
    try {
      get(uri);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
