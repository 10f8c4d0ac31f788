/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a client library without instrumentation: the OpenTelemetry agent makes no span of them and writes no
 * propagation header. A span of an export would be exported, and make the next one. Any thread.
 */
final class UninstrumentedCalls {

  /*
   * The agent asks its InstrumentationUtil, which follows that of the application. The class is no API: it was in the
   * package api.internal up to SDK 1.5x and is in api.impl today, and is found by its name for that reason. Where it is
   * missing, no agent is there that asks it.
   */
  private static final String[] UTILITIES = {
    "io.opentelemetry.api.impl.InstrumentationUtil",
    "io.opentelemetry.api.internal.InstrumentationUtil"
  };

  private static final @Nullable MethodHandle SUPPRESS = find();

  private UninstrumentedCalls() {}

  private static @Nullable MethodHandle find() {
    for (String name : UTILITIES) {
      try {
        Class<?> utility = Class.forName(name, true, UninstrumentedCalls.class.getClassLoader());
        return MethodHandles.publicLookup()
            .findStatic(
                utility,
                "suppressInstrumentation",
                MethodType.methodType(void.class, Runnable.class));
      } catch (ReflectiveOperationException | LinkageError ignored) {
        // the other one, or none
      }
    }
    return null;
  }

  /** Runs a call on this thread, once; its exceptions are passed on. */
  static void run(Runnable call) {
    if (SUPPRESS == null) {
      call.run();
      return;
    }
    try {
      SUPPRESS.invokeExact(call);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // a Runnable throws none
    }
  }
}
