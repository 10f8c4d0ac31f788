/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each phase of an OkHttp call, so that a name that does not resolve, a host that does not answer and a
 * slow handshake can be told apart. For you to copy:
 *
 * <pre>{@code
 * new OkHttpClient.Builder().eventListenerFactory(NetworkPhases.factory(tracer)).build();
 * }</pre>
 */
final class NetworkPhases extends EventListener {
  /*
   * OkHttp may try several addresses at once, on threads of its own, so the spans that are open are kept under a lock,
   * one for each phase and address. A phase that is not ended when the call fails is the one that failed. The parent
   * is the span that is current on the thread that calls, where the search for a route and the request begin.
   */
  private final Tracer tracer;
  private final String host;

  @GuardedBy("this") private final Map<Object, Span> open = new HashMap<>();

  @GuardedBy("this") private Context parent = Context.root();

  private NetworkPhases(Tracer tracer, String host) {
    this.tracer = tracer;
    this.host = host;
  }

  /** A listener for each call; its spans are children of the span that is current when the call is made. */
  static EventListener.Factory factory(Tracer tracer) {
    return call -> new NetworkPhases(tracer, call.request().url().host());
  }

  private synchronized void begin(String phase, Object key) {
    Span span = tracer
        .spanBuilder(phase)
        .setParent(parent)
        .setAttribute("server.address", host)
        .startSpan();
    open.put(key, span);
  }

  private synchronized void end(Object key, @Nullable IOException failure) {
    Span span = open.remove(key);
    if (span == null) {
      return;
    }
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
      span.setAttribute("error.type", failure.getClass().getName());
    }
    span.end();
  }

  @Override
  public synchronized void proxySelectStart(Call call, HttpUrl url) {
    parent = Context.current();
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    begin("http.dns", "dns");
  }

  @Override
  public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
    end("dns", null);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    begin("http.connect", address);
  }

  /** TLS begins where TCP is connected. */
  @Override
  public void secureConnectStart(Call call) {
    connected();
    begin("http.tls", "tls");
  }

  private synchronized void connected() {
    List.copyOf(open.keySet()).stream()
        .filter(InetSocketAddress.class::isInstance)
        .forEach(address -> end(address, null));
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    end("tls", null);
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    end(address, null);
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    end("tls", failure);
    end(address, failure);
  }

  /** Begins the send phase. A call over an open connection of the pool has no earlier phase. */
  @Override
  public synchronized void requestHeadersStart(Call call) {
    parent = Context.current();
    begin("http.send", "send");
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    if (request.body() == null) {
      sent();
    }
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    sent();
  }

  private void sent() {
    end("send", null);
    begin("http.wait", "wait");
  }

  @Override
  public void responseHeadersStart(Call call) {
    end("wait", null);
    begin("http.receive", "receive");
  }

  /** An answer without a body, or one that is not read, ends here. */
  @Override
  public void responseHeadersEnd(Call call, Response response) {
    if (response.code() == 204 || response.code() == 304) {
      end("receive", null);
    }
  }

  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    end("receive", null);
  }

  @Override
  public void callEnd(Call call) {
    endAll(null);
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    endAll(failure);
  }

  private synchronized void endAll(@Nullable IOException failure) {
    List.copyOf(open.keySet()).forEach(key -> end(key, failure));
  }
}
