/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanlight.logback.internal.field.LogProfile;
import dev.fanlight.logback.internal.field.ServiceIdentity;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reader of settings: each comes from {@code logback.xml}, else from system properties and environment variables.
 *
 * @param environment system properties and environment variables
 * @param problems receives a message for each setting that cannot be used
 */
record SettingReader(LogEnvironment environment, Consumer<String> problems) {
  static final String UNDEFINED =
      "_IS_UNDEFINED"; // logback replaces ${unknown} by unknown_IS_UNDEFINED

  /** Returns the trimmed, non-empty elements of a comma-separated list. */
  static List<String> list(@Nullable String commaSeparated) {
    if (commaSeparated == null) {
      return List.of();
    }
    return Arrays.stream(commaSeparated.split(",", -1))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }

  /** Returns the profiles named in the XML, else in {@code fanlight.log.profile}, else ECS. */
  List<LogProfile> profiles(@Nullable String inXml) {
    var profiles = new ArrayList<LogProfile>();
    for (String name : list(given("profile", inXml, "fanlight.log.profile"))) {
      LogProfile.named(name).ifPresentOrElse(profiles::add, () -> problems.accept(unknown(name)));
    }
    return profiles.isEmpty() ? List.of(LogProfile.ECS) : List.copyOf(profiles);
  }

  /** Returns the identity of the service, from the settings that OpenTelemetry reads. */
  ServiceIdentity service(@Nullable String nameInXml, @Nullable String googleProjectInXml) {
    Map<String, String> resource = resource();
    String name = given("serviceName", nameInXml, "otel.service.name");
    return new ServiceIdentity(
        name != null ? name : resource.getOrDefault("service.name", "unknown_service:java"),
        resource.get("service.version"),
        resource.get("service.namespace"),
        resource.getOrDefault(
            "deployment.environment.name", resource.get("deployment.environment")),
        resource.get("service.instance.id"),
        given("googleProject", googleProjectInXml, "google.cloud.project"));
  }

  /** Returns the resource attributes of these keys; keys without a value are absent. */
  Map<String, String> resource(@Nullable String keys) {
    Map<String, String> resource = resource();
    var chosen = new LinkedHashMap<String, String>();
    for (String key : list(keys)) {
      String value = resource.get(key);
      if (value != null) {
        chosen.put(key, value);
      }
    }
    return chosen;
  }

  /** Returns the value in the XML, else in the environment, else null. */
  @Nullable String given(String element, @Nullable String inXml, String property) {
    if (inXml == null || inXml.isBlank()) {
      return environment.get(property);
    }
    if (inXml.endsWith(UNDEFINED)) {
      problems.accept(
          "<" + element + "> is " + inXml + ": the variable is not set; the setting is ignored");
      return environment.get(property);
    }
    return inXml.strip();
  }

  /** Returns a flag that {@link #given} finds; false if it is absent or is neither true nor false. */
  boolean flag(String element, @Nullable String inXml, String property) {
    String value = given(element, inXml, property);
    if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      problems.accept("<" + element + "> or " + property + " is \"" + value
          + "\", but must be true or false; false is used");
    }
    return Boolean.parseBoolean(value);
  }

  /** Returns the attributes of {@code key=value,key=value} with percent-encoded values. */
  private Map<String, String> resource() {
    var attributes = new LinkedHashMap<String, String>();
    for (String pair : list(environment.get("otel.resource.attributes"))) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        attributes.put(
            pair.substring(0, equals).strip(), decode(pair.substring(equals + 1).strip()));
      }
    }
    return attributes;
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException ignored) { // a lone % is a literal percent sign
      return value;
    }
  }

  private static String unknown(String name) {
    String known =
        Stream.of(LogProfile.values()).map(LogProfile::id).collect(Collectors.joining(", "));
    return "profile \"" + name + "\" is not known and is ignored; known profiles: " + known;
  }
}
