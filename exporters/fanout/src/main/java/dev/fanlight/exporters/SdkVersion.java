/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** Reports in one sentence that the OpenTelemetry SDK is too old, which otherwise causes a LinkageError. */
final class SdkVersion {

  private static final int OLDEST_MINOR = 49;
  private static final int UNKNOWN = Integer.MAX_VALUE;

  /** The resources in which newer and older versions have their version number. */
  private static final List<String> RESOURCES = List.of(
      "/io/opentelemetry/sdk/common/version.properties",
      "/io/opentelemetry/sdk/version.properties");

  private SdkVersion() {}

  /**
   * Checks the SDK on the class path.
   *
   * @throws IllegalStateException if it is older than 1.49; the message has the cure
   */
  static void check() {
    check(version());
  }

  /** Checks a version; an unreadable version counts as new. */
  static void check(String version) {
    int dot = version.indexOf('.');
    int second = version.indexOf('.', dot + 1);
    int major = dot < 0 ? UNKNOWN : number(version.substring(0, dot));
    int minor = second < 0 ? UNKNOWN : number(version.substring(dot + 1, second));
    if (minor < UNKNOWN && (major < 1 || (major == 1 && minor < OLDEST_MINOR))) {
      throw new IllegalStateException("Fanlight needs OpenTelemetry SDK 1." + OLDEST_MINOR
          + " or later, and finds " + version + ". " + cure(SdkVersion.class.getClassLoader()));
    }
  }

  /**
   * The cure where one is known: frameworks that manage the SDK's version for modules of their own do not start with
   * another one.
   */
  static String cure(ClassLoader applications) {
    if (has(applications, "io/quarkus/runtime/Quarkus.class")
        || has(
            applications,
            "io/opentelemetry/instrumentation/spring/autoconfigure/OpenTelemetryAutoConfiguration.class")) {
      return "The version belongs to the framework's own modules: take a newer version of the framework; another SDK"
          + " beside them may keep the application from starting";
    }
    return has(applications, "org/springframework/boot/SpringApplication.class")
        ? "Set Spring Boot's property opentelemetry.version to 1.67.0"
        : "Import io.opentelemetry:opentelemetry-bom:1.67.0 before other BOMs; with Spring Boot's own tracing, set the"
            + " property opentelemetry.version to 1.67.0";
  }

  private static boolean has(ClassLoader applications, String resource) {
    return applications.getResource(resource) != null;
  }

  private static int number(String digits) {
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException unlikeAnyOther) {
      return UNKNOWN;
    }
  }

  /** The SDK's own word; empty if it does not say. */
  static String version() {
    for (String resource : RESOURCES) {
      String found = read(resource);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  private static String read(String resource) {
    try (InputStream in = SdkTracerProvider.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("sdk.version", "");
    } catch (IOException e) {
      return "";
    }
  }
}
