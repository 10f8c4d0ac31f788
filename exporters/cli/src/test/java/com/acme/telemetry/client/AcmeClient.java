/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package com.acme.telemetry.client;

/** The library of a vendor's plugin, in a jar of its own. */
public final class AcmeClient {

  private AcmeClient() {}

  /** Returns the path of the vendor's receiver, by a class that is found by its name. */
  public static String path() {
    try {
      Object routes = Class.forName("com.acme.telemetry.client.AcmeRoutes")
          .getDeclaredConstructor()
          .newInstance();
      return routes.toString();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
