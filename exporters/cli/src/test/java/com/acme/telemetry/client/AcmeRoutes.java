/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.acme.telemetry.client;

/** A class that nothing refers to but by its name. */
public final class AcmeRoutes {

  /** Creates the routes. */
  public AcmeRoutes() {}

  @Override
  public String toString() {
    return "/acme/v1/traces";
  }
}
