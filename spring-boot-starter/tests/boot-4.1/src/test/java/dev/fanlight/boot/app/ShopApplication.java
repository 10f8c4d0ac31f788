/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A web application with the starter and nothing else of Fanlight. */
@SpringBootApplication
public class ShopApplication {

  /** Creates the application; called by Spring. */
  ShopApplication() {}

  /** Starts the application. */
  public static void main(String[] arguments) {
    SpringApplication.run(ShopApplication.class, arguments);
  }
}
