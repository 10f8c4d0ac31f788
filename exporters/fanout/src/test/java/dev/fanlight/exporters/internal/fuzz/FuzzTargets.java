/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import dev.fanlight.exporters.internal.config.ConfigurationFuzz;
import dev.fanlight.exporters.internal.log.disk.DiskLogFuzz;
import dev.fanlight.exporters.internal.send.GrpcAnswerFuzz;
import dev.fanlight.exporters.internal.send.HttpAnswerFuzz;

/** The fuzz targets, and the number of inputs of each that the build plays. */
public enum FuzzTargets {
  /** Answers over HTTP/1.1. */
  HTTP(8_000),
  /** Answers over HTTP/2, for gRPC. */
  GRPC(6_000),
  /** Segment files and the state file of the disk log. */
  DISK(900),
  /** Configuration documents and their references. */
  YAML(1_000);

  private final int inputsInTheBuild;

  FuzzTargets(int inputsInTheBuild) {
    this.inputsInTheBuild = inputsInTheBuild;
  }

  int inputsInTheBuild() {
    return inputsInTheBuild;
  }

  /** Creates the target. */
  FuzzTarget create() throws Exception {
    return switch (this) {
      case HTTP -> new HttpAnswerFuzz();
      case GRPC -> new GrpcAnswerFuzz();
      case DISK -> new DiskLogFuzz();
      case YAML -> new ConfigurationFuzz();
    };
  }
}
