/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.DocumentOverlay;
import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Fields;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Text;
import dev.fanlight.exporters.spi.ValueType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings from {@code OTEL_EXPORTER_OTLP_*}, as if they stood in the file; for a vendor of the type {@code otlp} that has
 * neither endpoint nor headers of its own.
 *
 * <p>Each variable has the meaning that the SDK gives it [1] [2]: a system property ({@code otel.exporter.otlp.…})
 * wins over the variable, and the one for traces over the one for all signals; a blank one is not set; a value that
 * stops the SDK is an error. The SDK's default protocol is gRPC: an address with its port 4317 is taken to mean it,
 * and any other HTTP.
 */
final class OtlpVariables {

  // [1] OpenTelemetry specification, "OpenTelemetry Protocol Exporter", configuration options
  // [2] opentelemetry-java 1.67, OtlpConfigUtil and DefaultConfigProperties

  private static final String TRACES_PATH = "/v1/traces";
  private static final List<String> NAMES = List.of(
      "ENDPOINT",
      "HEADERS",
      "PROTOCOL",
      "TIMEOUT",
      "COMPRESSION",
      "CERTIFICATE",
      "CLIENT_CERTIFICATE",
      "CLIENT_KEY");

  private final ConfigEnvironment surroundings;
  private boolean used;

  OtlpVariables(ConfigEnvironment surroundings) {
    this.surroundings = surroundings;
  }

  /** Returns the names of the variables that are set, for the start-up's messages. */
  List<String> present() {
    List<String> names = new ArrayList<>();
    for (String name : NAMES) {
      Found found = find(name);
      if (found != null) {
        names.add(found.name());
      }
    }
    return names;
  }

  /**
   * Returns the vendor's mapping, with the values of the variables for keys that it does not have.
   *
   * @param path of the vendor, for problems
   */
  YamlValue under(YamlValue vendor, String path, Problems problems) {
    Fields given = vendor instanceof Fields fields ? fields : Fields.none(vendor.place());
    boolean isOnItsOwn =
        given.fields().containsKey("endpoint") || given.fields().containsKey("headers");
    if (isOnItsOwn || present().isEmpty()) {
      return vendor;
    }
    used = true;
    Map<String, Field> fields = new LinkedHashMap<>();
    String protocol = putProtocol(fields, path, problems);
    putEndpoint(fields, protocol, path, problems);
    putTimeout(fields, path, problems);
    put(fields, "compression", find("COMPRESSION"));
    putHeaders(fields, path, problems);
    Map<String, Field> tls = new LinkedHashMap<>();
    put(tls, "ca", find("CERTIFICATE"));
    put(tls, "certificate", find("CLIENT_CERTIFICATE"));
    put(tls, "key", find("CLIENT_KEY"));
    if (!tls.isEmpty()) {
      fields.put("tls", new Field(given.place(), Fields.of(given.place(), tls)));
    }
    return DocumentOverlay.of(Fields.of(given.place(), fields), given);
  }

  /** Returns true if an endpoint at this place is used unchanged, without the type's path. */
  static boolean isAsItIs(SourceLocation endpoint) {
    return endpoint.line() == 0
        && endpoint
            .document()
            .toUpperCase(Locale.ROOT)
            .replace('.', '_')
            .endsWith("_OTLP_TRACES_ENDPOINT");
  }

  /** Returns true if a vendor used one of the variables. */
  boolean isUsed() {
    return used;
  }

  private @Nullable Found find(String name) {
    Found forTraces = lookUp("TRACES_" + name);
    return forTraces == null ? lookUp(name) : forTraces;
  }

  private @Nullable Found lookUp(String name) {
    String variable = "OTEL_EXPORTER_OTLP_" + name;
    String property = variable.toLowerCase(Locale.ROOT).replace('_', '.');
    Found found = found(property, surroundings.property(property));
    return found == null ? found(variable, surroundings.variable(variable)) : found;
  }

  private static @Nullable Found found(String name, @Nullable String value) {
    return value == null || value.isBlank() ? null : new Found(name, value);
  }

  // ---- protocol and endpoint ----

  /** Returns the protocol in the words of the file. */
  private String putProtocol(Map<String, Field> fields, String path, Problems problems) {
    Found found = find("PROTOCOL");
    Found endpoint = find("ENDPOINT");
    if (found == null) {
      if (endpoint != null && hasPortOfGrpc(endpoint.value().strip())) {
        put(fields, "protocol", endpoint, "grpc");
        return "grpc";
      }
      return "http";
    }
    String protocol = switch (found.value()) {
      case "grpc" -> "grpc";
      case "http/protobuf" -> "http";
      default -> "";
    };
    if (protocol.isEmpty()) {
      problems.error(
          SourceLocation.of(found.name()), path + ".protocol", "expected grpc or http/protobuf");
    } else {
      put(fields, "protocol", found, protocol);
    }
    return protocol;
  }

  private static boolean hasPortOfGrpc(String address) {
    return address.endsWith(":4317") || address.endsWith(":4317/");
  }

  /** The address for all signals gets the path of traces, the one for traces is taken as it is. */
  private void putEndpoint(
      Map<String, Field> fields, String protocol, String path, Problems problems) {
    Found found = find("ENDPOINT");
    if (found == null) {
      return;
    }
    String address = found.value().strip();
    if (address.indexOf('?') >= 0 || address.indexOf('#') >= 0) {
      problems.error(
          SourceLocation.of(found.name()),
          path + ".endpoint",
          "expected an address without a query");
      return;
    }
    int authority = address.indexOf("://") + "://".length();
    boolean hasPath = address.indexOf('/', authority) >= 0;
    if (protocol.equals("http") && isAsItIs(SourceLocation.of(found.name()))) {
      address = hasPath ? address : address + "/";
    } else if (protocol.equals("http")) {
      boolean hasSlash = hasPath && address.endsWith("/");
      address = address.substring(0, address.length() - (hasSlash ? 1 : 0)) + TRACES_PATH;
    }
    put(fields, "endpoint", found, address);
  }

  // ---- timeout ----

  private void putTimeout(Map<String, Field> fields, String path, Problems problems) {
    Found found = find("TIMEOUT");
    if (found == null) {
      return;
    }
    String value = found.value();
    int unit = value.length();
    while (unit > 0 && !Character.isDigit(value.charAt(unit - 1))) {
      unit--;
    }
    long count = -1;
    try {
      count = Long.parseLong(value.substring(0, unit).strip());
    } catch (NumberFormatException ignored) {
      // said below
    }
    long nanos = nanosOf(value.substring(unit).strip());
    if (count < 0 || nanos == 0) {
      problems.error(
          SourceLocation.of(found.name()),
          path + ".timeout",
          "expected milliseconds, or a whole number with one of ns, us, ms, s, m, h, d");
      return;
    }
    put(fields, "timeout", found, printed(count, nanos));
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us" -> 1_000L;
      case "", "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      case "d" -> 86_400_000_000_000L;
      default -> 0;
    };
  }

  /** Zero is no limit to the SDK; here it is the longest that is allowed, as is everything beyond it. */
  private static String printed(long count, long unitNanos) {
    long most = CommonKeys.MAX_TIMEOUT.toNanos();
    long nanos = count == 0 || count > most / unitNanos ? most : count * unitNanos;
    return ValueType.DURATION.print(
        Duration.ofNanos(Math.max(nanos, CommonKeys.MIN_TIMEOUT.toNanos())));
  }

  // ---- headers ----

  private void putHeaders(Map<String, Field> fields, String path, Problems problems) {
    Map<String, Field> headers = headers(lookUp("TRACES_HEADERS"), path, problems);
    if (headers.isEmpty()) {
      headers = headers(lookUp("HEADERS"), path, problems);
    }
    if (!headers.isEmpty()) {
      SourceLocation place = headers.values().iterator().next().place();
      fields.put("headers", new Field(place, Fields.of(place, headers)));
    }
  }

  /**
   * Reads pairs with commas between; pairs without a value are ignored, and of two with one name the later is used.
   */
  private static Map<String, Field> headers(@Nullable Found found, String path, Problems problems) {
    Map<String, Field> headers = new LinkedHashMap<>();
    if (found == null) {
      return headers;
    }
    SourceLocation place = SourceLocation.of(found.name());
    for (String entry : found.value().split(",", -1)) {
      String pair = entry.strip();
      int equals = pair.indexOf('=');
      if (!pair.isEmpty() && equals <= 0) {
        problems.error(place, path + ".headers", "expected pairs such as name=value,name=value");
        return headers;
      }
      String name = equals <= 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String value = equals <= 0 ? "" : pair.substring(equals + 1).strip();
      if (name.isEmpty() || value.isEmpty() || VendorHeaderReader.isOurs(name)) {
        continue;
      }
      try {
        // as the SDK: a plus is a blank
        String decoded = URLDecoder.decode(value, StandardCharsets.UTF_8);
        headers.put(name, new Field(place, text(place, decoded)));
      } catch (IllegalArgumentException malformed) {
        problems.error(
            place, path + ".headers", "a % is not followed by two hexadecimal digits; write %25");
      }
    }
    return headers;
  }

  // ---- fields ----

  private static void put(Map<String, Field> fields, String key, @Nullable Found found) {
    if (found != null) {
      put(fields, key, found, found.value());
    }
  }

  private static void put(Map<String, Field> fields, String key, Found found, String value) {
    SourceLocation place = SourceLocation.of(found.name());
    fields.put(key, new Field(place, text(place, value)));
  }

  private static Text text(SourceLocation place, String value) {
    return new Text(
        place, value.replace("$", "$$")); // it is no text of the file: it has no references
  }

  private record Found(String name, String value) {
    @Override
    public String toString() {
      return name; // the value may be a secret
    }
  }
}
