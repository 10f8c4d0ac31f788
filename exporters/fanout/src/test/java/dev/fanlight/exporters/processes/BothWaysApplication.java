/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;

/** An application that sends one span with an SDK set up by hand, and one with an SDK that configures itself. */
public final class BothWaysApplication {

  private BothWaysApplication() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (Fanlight fanlight = Fanlight.load(Path.of(arguments[0]));
        SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(fanlight.spanProcessor())
            .build()) {
      end(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
      fanlight.flush(Duration.ofSeconds(20));
    }
    end(AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk());
    System.out.println("DONE"); // the SDK's own hook closes it
  }

  private static void end(OpenTelemetrySdk sdk) {
    var span = sdk.getTracer("test", "1.0")
        .spanBuilder("span")
        .setAttribute("text", "")
        .setAttribute("number", 1)
        .startSpan();
    span.recordException(new IllegalStateException("thrown"));
    span.addLink(SpanContext.getInvalid());
    span.end();
    System.out.println("ENDED " + span.getSpanContext().getSpanId());
  }
}
