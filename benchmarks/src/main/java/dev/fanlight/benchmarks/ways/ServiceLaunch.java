/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

import java.util.List;
import java.util.Map;

/**
 * The command that starts an application.
 *
 * @param arguments of the command java
 * @param variables of the environment
 */
record ServiceLaunch(List<String> arguments, Map<String, String> variables) {

  ServiceLaunch {
    arguments = List.copyOf(arguments);
    variables = Map.copyOf(variables);
  }
}
