/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.send.EncodedRequest;
import dev.fanlight.exporters.internal.send.HttpAnswers;
import dev.fanlight.exporters.internal.send.Outcome;
import dev.fanlight.exporters.internal.send.RenewalCaller;
import dev.fanlight.exporters.internal.send.Sender;
import dev.fanlight.exporters.internal.send.SenderFactory;
import dev.fanlight.exporters.internal.send.TokenClient;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.HeaderRules;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.text.SecretValues;
import dev.fanlight.exporters.internal.threads.FanlightThread;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.internal.transport.Request;
import dev.fanlight.exporters.internal.transport.Transport;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.internal.wire.Gzip;
import dev.fanlight.exporters.internal.wire.WebPage;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.Renewal;
import dev.fanlight.exporters.spi.Signer;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A probe of one vendor: sends one span once, exactly as the vendor's lane sends spans. */
final class VendorProbe {

  private final LaneSettings lane;
  private final SpanData span;
  private final Clock clock = Clock.getDefault();
  private final Map<String, String> sent = new HashMap<>();

  private VendorProbe(LaneSettings lane, SpanData span) {
    this.lane = lane;
    this.span = span;
  }

  /** Probes all vendors concurrently, each on its own thread, and returns the results in the order of the lanes. */
  static List<ProbeResult> all(List<LaneSettings> lanes) throws InterruptedException {
    SpanData span = ProbeSpan.create();
    List<BlockingQueue<ProbeResult>> pending = new ArrayList<>();
    for (LaneSettings lane : lanes) {
      BlockingQueue<ProbeResult> result = new ArrayBlockingQueue<>(1);
      new FanlightThread(
              lane.name() + "-probe", () -> result.add(new VendorProbe(lane, span).send()))
          .start();
      pending.add(result);
    }
    List<ProbeResult> results = new ArrayList<>();
    for (BlockingQueue<ProbeResult> result : pending) {
      results.add(result.take()); // bounded by the timeout of the lane
    }
    return results;
  }

  private ProbeResult send() {
    return lane.vendor().protocol() == Vendor.Protocol.CLIENT ? sendByClient() : sendByTransport();
  }

  /** Sends by the vendor's own client, which is closed afterwards. */
  private ProbeResult sendByClient() {
    long start = clock.nanoTime();
    try (Transports transports = new Transports(clock);
        Sender sender = new SenderFactory(transports, (vendor, endpoint, end, nanos) -> {}, clock)
            .of(lane.vendor())
            .apply(lane)) {
      Optional<ProbeResult> withoutCredentials = withoutCredentials(null, start);
      if (withoutCredentials.isPresent()) {
        return withoutCredentials.get();
      }
      EncodedBatch message = lane.vendor().wire().newEncoder().encode(List.of(span));
      return result(
          sender.send(new EncodedRequest(message.bytes(), message.spans(), "identity")),
          since(start));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return failed("interrupted", Optional.empty(), since(start));
    } catch (RuntimeException broken) {
      return failed(
          "failed with " + broken.getClass().getSimpleName(), Optional.empty(), since(start));
    }
  }

  private ProbeResult result(Outcome outcome, Duration roundTrip) {
    if (outcome instanceof Outcome.Delivered) {
      return new ProbeResult(
          lane.name(), lane.shownOrigin(), true, "accepted", roundTrip, Optional.empty(), link());
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return failed(
          "rejected as " + rejected.reason() + saying(rejected.message()),
          Optional.empty(),
          roundTrip);
    }
    if (outcome instanceof Outcome.Later later) {
      return failed(later.reason() + saying(later.message()), Optional.empty(), roundTrip);
    }
    return failed("rejected as too_large", Optional.empty(), roundTrip);
  }

  private ProbeResult sendByTransport() {
    long start = clock.nanoTime();
    boolean isGrpc = lane.vendor().protocol() == Vendor.Protocol.GRPC;
    try (Transports transports = new Transports(clock)) {
      Transport transport =
          isGrpc ? transports.grpc(lane.transport()) : transports.http(lane.transport());
      TokenClient tokens = TokenClient.of(lane, transports);
      Optional<ProbeResult> withoutCredentials = withoutCredentials(tokens, start);
      if (withoutCredentials.isPresent()) {
        return withoutCredentials.get();
      }
      Map<String, String> headers = headers(tokens);
      String fault = HeaderRules.fault(headers, isGrpc);
      if (fault != null) {
        return failed("not sent: " + fault, Optional.empty(), since(start));
      }
      Request request = request(headers);
      sent.putAll(request.headers());
      return result(transport.exchange(request), since(start));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return failed("interrupted", Optional.empty(), since(start));
    } catch (RuntimeException broken) {
      return failed(
          "failed with " + broken.getClass().getSimpleName(), Optional.empty(), since(start));
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(clock.nanoTime() - start);
  }

  /** Gets the credentials, if they expire; returns the result if there are none. */
  private Optional<ProbeResult> withoutCredentials(@Nullable TokenClient tokens, long start)
      throws InterruptedException {
    Renewal renewal = tokens == null ? lane.vendor().renewal() : tokens;
    if (renewal == null) {
      return Optional.empty();
    }
    RenewalCaller caller =
        new RenewalCaller(renewal, lane.name(), Threads.OURS, RenewalCaller.DEADLINE);
    try (renewal) {
      return caller.renew() instanceof RenewalCaller.Result.Failed failed
          ? Optional.of(failed(
              "not sent: no credentials from " + renewal.source() + ": " + failed.reason(),
              Optional.of(
                  tokens == null
                      ? "check the settings that the type takes its credentials from"
                      : "check the keys of oauth2"),
              since(start)))
          : Optional.empty();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception ignored) {
      return Optional.empty(); // of the close: the credentials are there
    }
  }

  private Map<String, String> headers(@Nullable TokenClient tokens) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("user-agent", "Fanlight-check");
    headers.putAll(lane.vendor().headers().current());
    String authorization = tokens == null ? null : tokens.authorization();
    if (authorization != null) {
      headers.put("authorization", authorization);
    }
    return headers;
  }

  private Request request(Map<String, String> headers) {
    Vendor vendor = lane.vendor();
    EncodedBatch message = vendor.wire().newEncoder().encode(List.of(span));
    boolean isCompressed = lane.compression() == Compression.GZIP;
    byte[] body = isCompressed ? compressed(message.bytes()) : message.bytes();
    headers.put("content-type", vendor.wire().contentType());
    if (isCompressed) {
      headers.put("content-encoding", "gzip");
    }
    Signer signer = vendor.signer();
    if (signer != null) {
      headers.putAll(signer.sign(vendor.endpoint(), Collections.unmodifiableMap(headers), body));
    }
    return new Request(vendor.endpoint(), headers, body, lane.timeout());
  }

  private static byte[] compressed(byte[] message) {
    try (Gzip gzip = new Gzip(Gzip.FAST)) {
      return gzip.compress(message);
    }
  }

  private ProbeResult result(Exchange exchange, Duration roundTrip) {
    if (exchange instanceof Exchange.Failure broken) {
      Exchange.Failure failure = broken.hiding(lane.references());
      return failed(failure.message(), ProbeAdvice.on(failure, lane), roundTrip);
    }
    Exchange.Answer answer = (Exchange.Answer) exchange;
    int code = answer.status();
    String status = answer.grpcStatus().isEmpty() ? String.valueOf(code) : answer.grpcStatus();
    if (code < 200 || code > 299) {
      return failed(
          "rejected with status " + status + saying(words(answer)),
          ProbeAdvice.on(answer, lane),
          roundTrip);
    }
    if (WebPage.is(answer.header("content-type"), answer.body())) {
      return failed(
          "status " + status + ", but the response is a web page",
          Optional.of(HttpAnswers.WEB_PAGE),
          roundTrip);
    }
    WireFormat.Refusal refusal =
        lane.vendor().wire().refusal(answer.header("content-type"), answer.body());
    return refusal.spans() > 0
        ? failed(
            "status " + status + ", but the span was rejected" + saying(clean(refusal.message())),
            Optional.of(
                "the vendor accepts requests, but rejected this span; look for the reason in the"
                    + " vendor's user interface"),
            roundTrip)
        : accepted(status, refusal.message(), roundTrip);
  }

  private ProbeResult accepted(String status, String warning, Duration roundTrip) {
    return new ProbeResult(
        lane.name(),
        lane.shownOrigin(),
        true,
        "accepted with status " + status
            + (warning.isBlank() ? "" : "; the vendor warns" + saying(clean(warning))),
        roundTrip,
        Optional.empty(),
        link());
  }

  private String words(Exchange.Answer answer) {
    return HttpAnswers.words(answer, lane.vendor(), credentials());
  }

  private String clean(String foreign) {
    return HttpAnswers.clean(foreign, lane.vendor(), credentials());
  }

  private Collection<String> credentials() {
    Collection<String> credentials = SecretValues.valuesOf(sent);
    credentials.addAll(lane.references().texts());
    return credentials;
  }

  private static String saying(String words) {
    return words.isEmpty() ? "" : ": " + words;
  }

  private ProbeResult failed(String result, Optional<String> advice, Duration roundTrip) {
    return new ProbeResult(
        lane.name(), lane.shownOrigin(), false, result, roundTrip, advice, Optional.empty());
  }

  private Optional<String> link() {
    return Optional.ofNullable(lane.vendor().traceLink())
        .map(lane.references()::hide)
        .map(link -> link.replace("{trace_id}", span.getTraceId()));
  }
}
