/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.lane.LaneSettings;
import dev.fanlight.exporters.internal.transport.Exchange.Answer;
import dev.fanlight.exporters.internal.transport.Exchange.Cause;
import dev.fanlight.exporters.internal.transport.Exchange.Failure;
import dev.fanlight.exporters.internal.transport.Origin;
import dev.fanlight.exporters.spi.Vendor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do about a probe that failed, in one line. */
final class Advice {

  private Advice() {}

  /** Returns the cure that the transport knows, or else the usual one of the step that failed. */
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

  /** The two ports of OTLP are mixed up often. */
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
            "the name " + host
                + " is not known here; check the endpoint's spelling, the region, and this"
                + " machine's DNS";
          case CONNECT ->
            "nothing listens there; check host and port, that the receiver runs, and the firewall";
          case TLS ->
            "the connection is not trusted; give the authority of " + host
                + " as tls.ca, check that the certificate is for this name, and that the port"
                + " speaks https";
          case PROXY ->
            lane.transport().proxy() == null
                ? "the proxy of the JVM's properties did not let us through; check http.proxyHost,"
                    + " https.proxyHost and http.nonProxyHosts"
                : "the proxy did not let us through; check proxy.address, user and password";
          case TIMEOUT ->
            "no answer within " + lane.timeout().toMillis()
                + " ms; check firewall, proxy"
                + (lane.vendor().endpoint().getScheme().equalsIgnoreCase("https")
                    ? " and that the port speaks https"
                    : " and that the port speaks http, not https")
                + ", or raise timeout";
          case IO, STALE ->
            "the peer broke the connection off; check that it speaks "
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
            "the vendor takes calls, and not this span; look into its own pages for the reason");
      default -> onHttp(sameOverHttp, lane);
    };
  }

  private static Optional<String> onHttp(int status, LaneSettings lane) {
    return Optional.ofNullable(
        switch (status) {
          case 401, 403 ->
            "the vendor does not accept the credentials; check the key, its permission to ingest,"
                + " and the region it belongs to";
          case 402 -> "the account's quota is used up";
          case 404, 405 ->
            "there is no receiver at this path; check the path of endpoint ("
                + lane.vendor().wire().name() + " is sent) and the type";
          case 400, 415, 422 ->
            "the receiver does not understand what it gets; check that it takes "
                + lane.vendor().wire().name() + " as " + lane.vendor().wire().contentType()
                + ", or try compression: none";
          case 413 ->
            "too large even for one span; check limits, and what stands before the vendor";
          case 408 -> "the vendor did not wait for the whole request; check the network between";
          case 429 -> "the vendor asks to slow down; the credentials are fine, try again later";
          default -> other(status);
        });
  }

  private static @Nullable String other(int status) {
    if (status / 100 == 3) {
      return "redirects are not followed; give the address that it leads to as endpoint";
    }
    return status >= 500
        ? "the vendor, or what stands before it, has trouble; try again later"
        : null;
  }
}
