/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of a service, from the environment variables {@code SHOP_...}.
 *
 * @param service its name, as in {@code service.name}
 * @param port its port on the loopback address
 * @param config its {@code fanlight.yaml}
 */
record ServiceSettings(String service, int port, Path config) {

  static ServiceSettings of(String service) {
    return new ServiceSettings(
        service, Integer.parseInt(variable("port")), Path.of(variable("config")));
  }

  /** The value of {@code SHOP_<NAME>}. */
  static String variable(String name) {
    String key = "SHOP_" + name.toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getenv(key))
        .orElseThrow(() -> new IllegalArgumentException("the environment lacks " + key));
  }
}
