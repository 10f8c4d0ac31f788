/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageServerTest {
  private final List<String> pressed = new CopyOnWriteArrayList<>();
  private int port;
  private PageServer server;

  @BeforeEach
  void open() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    server = new PageServer(port, new OnlyButtons());
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_page_has_a_strict_policy() {
    List<String> answer = ask("GET", "/", "Host: localhost:" + port);

    assertThat(answer.get(0)).contains("200");
    assertThat(answer)
        .anyMatch(line ->
            line.startsWith("Content-security-policy: default-src 'none'; script-src 'self';"));
  }

  @Test
  void a_button_is_pressed_by_the_page_only() {
    assertThat(ask("POST", "/press?button=swap", "Host: localhost:" + port).get(0))
        .contains("403");
    assertThat(ask("POST", "/press?button=swap", "Host: localhost:" + port, "Origin: null")
            .get(0))
        .contains("403");
    assertThat(ask(
                "POST",
                "/press?button=swap",
                "Host: localhost:" + port,
                "Origin: http://localhost:" + (port + 1))
            .get(0))
        .contains("403");
    assertThat(pressed).isEmpty();

    assertThat(ask(
                "POST",
                "/press?button=swap",
                "Host: localhost:" + port,
                "Origin: http://localhost:" + port)
            .get(0))
        .contains("202");
    assertThat(pressed).containsExactly("swap");
  }

  @Test
  void a_foreign_host_name_is_refused_with_any_origin() {
    assertThat(ask("GET", "/", "Host: evil.example").get(0)).contains("403");
    assertThat(ask("GET", "/", "Host: localhost.evil.example:" + port).get(0)).contains("403");
    assertThat(
            ask("POST", "/press?button=swap", "Host: evil.example", "Origin: http://evil.example")
                .get(0))
        .contains("403");
    assertThat(pressed).isEmpty();
  }

  @Test
  void other_methods_and_other_paths_are_refused() {
    assertThat(ask("DELETE", "/", "Host: localhost").get(0)).contains("403");
    assertThat(ask("GET", "/../pom.xml", "Host: localhost").get(0)).contains("404");
    assertThat(ask("GET", "/journey?trace=%3Cscript%3E", "Host: localhost").get(0))
        .contains("400");
  }

  private List<String> ask(String method, String path, String... headers) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String head = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
          + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      var reader = new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class OnlyButtons implements PageServer.PageContent {
    @Override
    public PageState state() throws IOException {
      throw new IOException("no state");
    }

    @Override
    public TraceJourney journey(String trace) throws IOException {
      throw new IOException("no journey");
    }

    @Override
    public HttpResponse<String> status(String path, String accept) throws IOException {
      throw new IOException("no status");
    }

    @Override
    public HttpResponse<String> login(String query, String traceParent) throws IOException {
      throw new IOException("no login");
    }

    @Override
    public int report(String traceParent, String query) {
      return 409;
    }

    @Override
    public boolean press(String button) {
      return pressed.add(button);
    }
  }
}
