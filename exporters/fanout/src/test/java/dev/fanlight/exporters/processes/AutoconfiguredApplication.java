/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;

/** As small as an application with an SDK that configures itself can be: one span, and the end. */
public final class AutoconfiguredApplication {

  private AutoconfiguredApplication() {}

  public static void main(String[] arguments) {
    OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk();
    sdk.getTracer("test").spanBuilder("span").startSpan().end();
    System.out.println("DONE"); // the SDK's own hook closes it
  }
}
