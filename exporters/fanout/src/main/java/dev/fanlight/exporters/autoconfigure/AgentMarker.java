/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.internal.config.ConfigEnvironment;

/**
 * The mark of a process whose OpenTelemetry agent sends spans to vendors by Fanlight: the system property
 * {@code dev.fanlight.agent} is {@code true}. Its name is outside of {@code fanlight}, whose names are keys of the configuration.
 *
 * <p>A Fanlight on the application's class path reads the property, and leaves the spans to the agent: both in one process
 * would send every span twice. The property is all that the two can share, because the agent's classes are in a class loader
 * of their own.
 */
final class AgentMarker {

  static final String PROPERTY = "dev.fanlight.agent";

  private AgentMarker() {}

  /** Sets the property if this class is in an extension of the agent, and a vendor runs. */
  static void set(Fanlight fanlight) {
    if (isInAgent() && !fanlight.ledgerSnapshots().isEmpty()) {
      System.setProperty(PROPERTY, "true");
    }
  }

  /** Returns true in an extension of the agent. */
  static boolean isInAgent() {
    return ConfigEnvironment.isInAgent();
  }
}
