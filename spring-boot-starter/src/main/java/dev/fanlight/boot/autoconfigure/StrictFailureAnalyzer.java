/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight.RefusedConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The report of Spring Boot about a configuration that says {@code strict} and has a mistake. */
final class StrictFailureAnalyzer extends AbstractFailureAnalyzer<RefusedConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, RefusedConfigurationException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Mend the lines above. With \"strict: false\" the application starts all the same, and reports them in its log.",
        cause);
  }
}
