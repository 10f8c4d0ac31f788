/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.send;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * The product and its version as requests name them. Read with the first request: the jar's manifest is slow to find, and
 * the application waits for the start.
 */
final class UserAgent {

  static final String TEXT = "Fanlight/" + version();

  private UserAgent() {}

  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? versionOfResource() : version;
  }

  /** Returns the version of a jar without a manifest: the class loader of an agent's extension does not read it. */
  private static String versionOfResource() {
    Properties properties = new Properties();
    try (InputStream in =
        UserAgent.class.getResourceAsStream("/dev/fanlight/exporters/version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException ignored) {
      // as if it were not there
    }
    String version = properties.getProperty("version", "");
    return version.isEmpty() || version.startsWith("$") ? "dev" : version; // classes without a jar
  }
}
