/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import dev.fanlight.exporters.internal.transport.Origin;
import dev.fanlight.exporters.spi.Vendor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cure for a failed probe, in one line. */
final class ProbeAdvice {

  private ProbeAdvice() {}

  /** Returns the transport's own cure for a failure, or else the usual cure for the step that failed. */
  static Optional<String> on(Failure failure, LaneSettings lane) {
    if (!failure.cure().isEmpty()) {
      return Optional.of(failure.cure());
    }
    boolean isConnected = switch (failure.cause()) {
      case DNS, CONNECT, PROXY -> false;
      case TLS, TIMEOUT, IO, STALE -> true;
    };
    return (isConnected ? onPort(lane) : Optional.<String>empty())
        .or(() -> on(failure.cause(), lane));
  }

  /** Returns the cure if the endpoint has the other protocol's OTLP port, a frequent mistake. */
  private static Optional<String> onPort(LaneSettings lane) {
    boolean isGrpc = lane.vendor().protocol() == Vendor.Protocol.GRPC;
    int port = Origin.of(lane.vendor().endpoint()).port();
    if (isGrpc && port == 4318) {
      return Optional.of("4318 is OTLP over HTTP: use `protocol: http`, or port 4317");
    }
    if (!isGrpc && port == 4317) {
      return Optional.of("4317 is OTLP over gRPC: use `protocol: grpc`, or port 4318");
    }
    return Optional.empty();
  }

  private static Optional<String> on(Cause cause, LaneSettings lane) {
    String host = lane.references().hide(Origin.of(lane.vendor().endpoint()).host());
    return Optional.of(
        switch (cause) {
          case DNS ->
            "this machine cannot resolve the name " + host
                + "; check the endpoint's spelling, the region, and the DNS of this machine";
          case CONNECT ->
            "no process listens at this address; check host and port, that the receiver runs, and"
                + " the firewall";
          case TLS ->
            "the connection is not trusted; give the authority of " + host
                + " as tls.ca, check that the certificate is for this name, and that the port"
                + " speaks https";
          case PROXY ->
            lane.transport().proxy() == null
                ? "the proxy in the JVM's system properties refused the connection; check"
                    + " http.proxyHost, https.proxyHost and http.nonProxyHosts"
                : "the proxy refused the connection; check proxy.address, user and password";
          case TIMEOUT ->
            "no response within " + lane.timeout().toMillis()
                + " ms; check firewall, proxy"
                + (lane.vendor().endpoint().getScheme().equalsIgnoreCase("https")
                    ? " and that the port speaks https"
                    : " and that the port speaks http, not https")
                + ", or raise timeout";
          case IO, STALE ->
            "the peer closed the connection before it had sent a response; check that it speaks "
                + (lane.vendor().endpoint().getScheme().equalsIgnoreCase("https")
                    ? "https"
                    : "http, not https,")
                + " on this port";
        });
  }

  static Optional<String> on(Answer answer, LaneSettings lane) {
    return answer.grpcStatus().isEmpty()
        ? onHttp(answer.status(), lane)
        : onGrpc(answer.grpcStatus(), answer.status(), lane);
  }

  private static Optional<String> onGrpc(String grpcStatus, int sameOverHttp, LaneSettings lane) {
    return switch (grpcStatus) {
      case "unimplemented", "not_found" ->
        Optional.of("the server has no OTLP trace service; check host and port of endpoint");
      case "invalid_argument", "already_exists", "failed_precondition" ->
        Optional.of(
            "the vendor accepts requests, but rejected this span; look for the reason in the"
                + " vendor's user interface");
      default -> onHttp(sameOverHttp, lane);
    };
  }

  private static Optional<String> onHttp(int status, LaneSettings lane) {
    return Optional.ofNullable(
        switch (status) {
          case 401, 403 ->
            "the vendor does not accept the credentials; check the key, its permission to ingest,"
                + " and the region it belongs to";
          case 402 -> "the quota of the vendor account is used up";
          case 404, 405 ->
            "no receiver at this path; check the path of endpoint ("
                + lane.vendor().wire().name() + " is sent) and the type";
          case 400, 415, 422 ->
            "the receiver does not understand the request; check that it accepts "
                + lane.vendor().wire().name() + " as " + lane.vendor().wire().contentType()
                + ", or try compression: none";
          case 413 ->
            "the request is too large although it has one span; check the limits of the vendor and"
                + " of any proxy before it";
          case 408 -> "the vendor timed out before it had the whole request; check the network";
          case 429 -> "the vendor limits the request rate; the credentials are valid, retry later";
          default -> other(status);
        });
  }

  private static @Nullable String other(int status) {
    if (status / 100 == 3) {
      return "redirects are not followed; set endpoint to the address that the redirect names";
    }
    return status >= 500
        ? "the vendor, or a proxy before it, reports an internal error; retry later"
        : null;
  }
}
