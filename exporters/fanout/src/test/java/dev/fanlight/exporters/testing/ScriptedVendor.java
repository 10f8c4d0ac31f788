/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An OTLP/HTTP receiver in this process that decodes what arrives, remembers it, and answers as its script says.
 *
 * <p>Vendors that do not speak HTTP properly are played by raw sockets elsewhere; this one is a proper server with a
 * mind of its own.
 */
public final class ScriptedVendor implements AutoCloseable {

  /** What a script answers. */
  public record Reply(int status, Map<String, String> headers, ByteString body, boolean takes) {

    /** 200 and an empty body: all spans are taken. */
    public static final Reply OK = new Reply(200, Map.of(), ByteString.EMPTY, true);

    /** A status that takes nothing. */
    public static Reply status(int status) {
      return new Reply(status, Map.of(), ByteString.EMPTY, false);
    }

    /** The same with a header. */
    public Reply with(String header, String value) {
      return new Reply(status, Map.of(header, value), body, takes);
    }
  }

  /** One decoded request. */
  public record Received(
      int number, List<String> spanIds, Map<String, String> headers, int bytes, int peerPort) {}

  /** Decides on one request; called on the server's threads, several at once. May block. */
  public interface Script {
    Reply answer(Received request) throws InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads =
      new ThreadPoolExecutor(16, 16, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1_000));
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Received> received = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final AtomicInteger sightings = new AtomicInteger();
  private volatile String watchedFor = "";
  private volatile Script script;

  private ScriptedVendor(int port, Script script) throws IOException {
    this.script = script;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A vendor that listens on a free port of the loopback interface. */
  public static ScriptedVendor start(Script script) {
    return startAt(0, script);
  }

  /** A vendor that listens on this port of the loopback interface. */
  public static ScriptedVendor startAt(int port, Script script) {
    try {
      return new ScriptedVendor(port, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the next request on. */
  public void follow(Script newScript) {
    script = newScript;
  }

  /** From now on counts the requests that hold these characters (ASCII), wherever they do. */
  public void watchFor(String text) {
    watchedFor = text;
  }

  /** How many requests held what is watched for. */
  public int sightings() {
    return sightings.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      byte[] message = message(exchange, body);
      if (!watchedFor.isEmpty() && text(message).contains(watchedFor)) {
        sightings.incrementAndGet();
      }
      Received request = new Received(
          requests.incrementAndGet(),
          decodedIds(message),
          headers(exchange),
          body.length,
          exchange.getRemoteAddress().getPort());
      synchronized (received) {
        received.add(request);
      }
      Reply reply = script.answer(request);
      if (reply.takes()) {
        synchronized (received) {
          taken.addAll(request.spanIds());
        }
      }
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(
          reply.status(), reply.body().isEmpty() ? -1 : reply.body().size());
      exchange.getResponseBody().write(reply.body().toByteArray());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] message(HttpExchange exchange, byte[] body) throws IOException {
    return message(body, exchange.getRequestHeaders().getFirst("Content-Encoding"));
  }

  private static byte[] message(byte[] body, @Nullable String encoding) throws IOException {
    return "gzip".equals(encoding)
        ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
        : body;
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1);
  }

  /** The ids of the spans in the body of a request, as they are written in hexadecimal. */
  public static List<String> spanIds(byte[] body, @Nullable String encoding) throws IOException {
    return decodedIds(message(body, encoding));
  }

  private static List<String> decodedIds(byte[] message) throws IOException {
    return decode(message).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(span -> HexFormat.of().formatHex(span.getSpanId().toByteArray()))
        .toList();
  }

  private static ExportTraceServiceRequest decode(byte[] message)
      throws InvalidProtocolBufferException {
    return ExportTraceServiceRequest.parseFrom(message);
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    return headers;
  }

  /** Where it listens. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  /** Every request so far, in the order of their arrival. */
  public List<Received> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** The ids of all spans that it took, duplicates included. */
  public List<String> taken() {
    synchronized (received) {
      return List.copyOf(taken);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
