/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The endpoint {@code fanlight}: the status of the fan-out, in the form of the status page's JSON. */
@Endpoint(id = "fanlight")
final class FanlightEndpoint {
  private final Fanlight fanlight;

  FanlightEndpoint(Fanlight fanlight) {
    this.fanlight = fanlight;
  }

  @ReadOperation(produces = "application/json")
  String status() {
    return fanlight.status().toJson();
  }
}
