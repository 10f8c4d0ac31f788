/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.testing.Spans;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes spans as its second argument says, and ends as its third says. */
public final class ExitingApplication {

  private static final int REQUEST_MILLIS = 700;

  private ExitingApplication() {}

  /** What becomes of the spans. */
  enum Work {
    /** A hundred spans end. */
    ENDED,
    /** A hundred spans end, and are delivered before the exit begins. */
    IDLE,
    /** As idle, and one span was started long ago and never ends. */
    LEFT_OPEN,
    /** Five requests are in flight as the JVM begins to end; a hook of the application waits for them. */
    IN_FLIGHT,
    /** The same, and the hook closes the tracer provider then. */
    IN_FLIGHT_AND_CLOSED,
    /** Five requests are in flight, in an SDK that configures itself and closes itself in a hook of its own. */
    IN_FLIGHT_AUTOCONFIGURED,
    /** The same, and each request starts a child span after the JVM has begun to end. */
    LATE_CHILDREN_AUTOCONFIGURED,
    /** The same, and the requests themselves never end. */
    NEVER_ENDING_AUTOCONFIGURED
  }

  /** How the JVM ends. */
  enum End {
    EXIT,
    RETURN,
    SIGTERM
  }

  public static void main(String[] arguments) throws Exception {
    Work work = Work.valueOf(arguments[1]);
    if (work.name().endsWith("_AUTOCONFIGURED")) {
      System.setProperty("fanlight.config", arguments[0]);
      startRequests(
          AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk().getTracer("test"),
          work,
          () -> {});
    } else {
      Fanlight fanlight = Fanlight.load(Path.of(arguments[0]));
      work(work, fanlight);
    }
    System.out.println("ENDING");
    switch (End.valueOf(arguments[2])) {
      case EXIT -> System.exit(0);
      case RETURN -> {}
      case SIGTERM -> new CountDownLatch(1).await();
    }
  }

  private static void work(Work work, Fanlight fanlight) throws Exception {
    if (work == Work.IN_FLIGHT || work == Work.IN_FLIGHT_AND_CLOSED) {
      SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
      startRequests(
          provider.get("test"),
          work,
          work == Work.IN_FLIGHT_AND_CLOSED ? provider::close : () -> {});
      return;
    }
    Spans.at(fanlight.spanProcessor()).end(100);
    if (work != Work.ENDED) {
      fanlight.flush(Duration.ofSeconds(20));
    }
    if (work == Work.LEFT_OPEN) {
      SdkTracerProvider.builder()
          .addSpanProcessor(fanlight.spanProcessor())
          .build()
          .get("test")
          .spanBuilder("left open")
          .setStartTimestamp(Instant.now().minusSeconds(90))
          .startSpan();
    }
  }

  /** Requests that end a while after the JVM has begun to end, as those of a server that shuts down in good order do. */
  private static void startRequests(Tracer tracer, Work work, Runnable afterwards) {
    List<Span> requests = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      requests.add(tracer.spanBuilder("request").startSpan());
    }
    Runtime.getRuntime()
        .addShutdownHook(new Thread(
            () -> {
              try {
                new CountDownLatch(1).await(REQUEST_MILLIS, TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              if (work == Work.LATE_CHILDREN_AUTOCONFIGURED
                  || work == Work.NEVER_ENDING_AUTOCONFIGURED) {
                requests.forEach(request -> tracer
                    .spanBuilder("late child")
                    .setParent(request.storeInContext(Context.root()))
                    .startSpan()
                    .end());
              }
              if (work != Work.NEVER_ENDING_AUTOCONFIGURED) {
                requests.forEach(Span::end);
              }
              afterwards.run();
            },
            "application"));
  }
}
