/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import dev.fanlight.exporters.Fanlight;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.util.logging.Logger;

/** An application that has ended a span and logged a line, and then loads the fan-out; two classes mark when. */
final class StartingApplication {

  private StartingApplication() {}

  public static void main(String[] arguments) {
    Path config = Path.of(arguments[0]);
    SdkTracerProvider provider = SdkTracerProvider.builder().build();
    provider.get("warm").spanBuilder("one").startSpan().end();
    Logger.getLogger("").info("an application that logs");
    new Before();
    Fanlight fanlight = Fanlight.load(config);
    new After();
    fanlight.close();
    Logger.getLogger("").info("STARTED");
  }

  static final class Before {}

  static final class After {}
}
