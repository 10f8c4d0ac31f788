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
 * @param version its release, as in {@code service.version}
 * @param port its port on the loopback address
 * @param config its {@code fanlight.yaml}
 */
record ServiceSettings(String service, String version, int port, Path config) {

  static ServiceSettings of(String service) {
    return new ServiceSettings(
        service,
        variable("version"),
        Integer.parseInt(variable("port")),
        Path.of(variable("config")));
  }

  /** Returns whether this is the release with a journey of its own for suspended customers. */
  boolean isFixed() {
    return !version.equals("1.0.0");
  }

  /** The value of {@code SHOP_<NAME>}. */
  static String variable(String name) {
    String key = "SHOP_" + name.toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getenv(key))
        .orElseThrow(() -> new IllegalArgumentException("the environment lacks " + key));
  }
}
