/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * HTTP/1.1 and gRPC over HTTP/2 on blocking sockets: one request over one connection, one answer, within a deadline.
 * Internal: no compatibility promise.
 *
 * <p><b>Way of a request.</b>
 *
 * <pre>
 *   Transport.send ─▶ HttpTransport ─▶ IdleConnections │ ConnectionDialler ─▶ Connection ─▶ answer ─▶ Exchange
 *                      ExchangeAttempt    a kept one    │  look-up, proxy, TLS   HTTP/1.1 or Http2Session
 *                      watched by Watchdog
 * </pre>
 *
 * <p><b>Objects.</b>
 *
 * <ul>
 *   <li>{@code Transports} opens transports and owns their shared parts: {@code Watchdog}, {@code LookUps}, and the trusted
 *       authorities of the JVM.
 *   <li>{@code ExchangeAttempt} is a request in flight: its deadline, its step, and the handle that frees its thread.
 *   <li>{@code ConnectionDialler} resolves the name, connects through the {@code ProxyRoute}, and shakes hands
 *       ({@code TlsContexts}, {@code ServerName}).
 *   <li>{@code ResponseHead}, {@code ResponseBody}, {@code GzipDecoder} and {@code HpackDecoder} read the answer within limits of
 *       size; {@code GrpcAnswer} makes the end of a call the HTTP answer that means the same.
 *   <li>{@code Exchange} is the end of a request: an answer of any status, or a failure with its cause.
 * </ul>
 *
 * <p><b>Threads.</b> The sending thread does all the work of its request; a connection is used by one thread at a time. Two
 * threads beside it end a request: {@code fanlight-watchdog} closes the socket at the deadline, and {@code close()} closes all
 * sockets. A look-up runs on the daemon thread {@code fanlight-look-up}, because the JVM's look-up has no timeout; the
 * sending thread waits for it no longer than its deadline. An interrupt closes the channel and frees the thread.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>A send returns at its deadline at the latest, whatever the peer, the proxy or the name server does.
 *   <li>A request is never repeated here, and no redirect is followed; the lane decides on retries.
 *   <li>A connection goes back to the idle ones only after a complete answer. It is replaced after five minutes of use.
 *   <li>Each part of an answer has a limit: head, body, frames, inflated bytes. A peer cannot make the process allocate more.
 *   <li>The name in the certificate is always verified. No default of the JVM that an application may replace (TLS context,
 *       host name verifier, proxy selector, authenticator, cookie handler) has an effect.
 *   <li>Certificates that change on disk take effect with the next request; while they cannot be read, the last ones stay.
 *   <li>No message repeats a header, a credential or the content of a key.
 * </ul>
 */
@NullMarked
package dev.fanlight.exporters.internal.transport;

import org.jspecify.annotations.NullMarked;
