/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.frameworks.micronaut;

import io.micronaut.runtime.Micronaut;

/** The entry point of the application. */
public final class ShopApplication {

  private ShopApplication() {}

  /** Starts the application. */
  public static void main(String[] arguments) {
    Micronaut.run(ShopApplication.class, arguments);
  }
}
