/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;

/** The generator's YAML file, with the files it names: keys and authorities. Written whole or not at all. One thread. */
final class ChaosConfig {

  /** Of one delivery attempt. */
  static final long TIMEOUT_MILLIS = 5_000;

  private final Path folder;
  private final Map<ChaosVendor, Integer> ports;
  private final Map<ChaosVendor, String> keys = new EnumMap<>(ChaosVendor.class);
  private final int metricsPort;

  ChaosConfig(Path folder, Map<ChaosVendor, Integer> ports, int metricsPort) {
    this.folder = folder;
    this.ports = new EnumMap<>(ports);
    this.metricsPort = metricsPort;
  }

  Path file() {
    return folder.resolve("fanlight.yaml");
  }

  Path log() {
    return folder.resolve("log");
  }

  int metricsPort() {
    return metricsPort;
  }

  void writeKey(ChaosVendor vendor, String key) throws IOException {
    keys.put(vendor, key);
    replace(keyFile(vendor), key + "\n");
  }

  String key(ChaosVendor vendor) {
    return keys.getOrDefault(vendor, "");
  }

  void writeAuthority(ChaosVendor vendor, Path certificates) throws IOException {
    replace(authorityFile(vendor), Files.readString(Certificates.certificate(certificates)));
  }

  private Path keyFile(ChaosVendor vendor) {
    return folder.resolve(vendor.label() + ".secret");
  }

  private Path authorityFile(ChaosVendor vendor) {
    return folder.resolve(vendor.label() + ".ca");
  }

  /** Writes a file that is not YAML. */
  void writeBroken() throws IOException {
    replace(file(), "vendors: [\n");
  }

  /** Writes the file with all vendors, or without the one that is swapped. */
  void write(boolean withSwapped) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("buffer: {disk: {path: '" + log() + "', limit: 1GiB}}\n");
    yaml.append("metrics: {port: " + metricsPort + "}\n");
    yaml.append("request_log: {sample: 1%}\n");
    yaml.append("vendors:\n");
    for (ChaosVendor vendor : ChaosVendor.values()) {
      if (withSwapped || vendor != ChaosVendor.SWAPPED) {
        yaml.append(vendor(vendor));
      }
    }
    replace(file(), yaml.toString());
  }

  private String vendor(ChaosVendor vendor) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("  " + vendor.label() + ":\n");
    yaml.append(
        "    type: " + (vendor.protocol() == ReceiverProtocol.ZIPKIN ? "zipkin" : "otlp") + "\n");
    yaml.append(
        "    endpoint: '" + (vendor.isSecure() ? "https://localhost:" : "http://127.0.0.1:"));
    yaml.append(ports.get(vendor) + path(vendor.protocol()) + "'\n");
    if (vendor.protocol() == ReceiverProtocol.OTLP_GRPC) {
      yaml.append("    protocol: grpc\n");
    }
    yaml.append("    timeout: " + TIMEOUT_MILLIS + "ms\n");
    yaml.append(
        "    retry: {first_delay: 200ms, max_delay: 2s, max_retry_after: 5s, slow_delay: 2s}\n");
    yaml.append("    breaker: {open_for: 1s}\n");
    if (vendor.isSecure()) {
      yaml.append("    tls: {ca: '" + authorityFile(vendor) + "'}\n");
    }
    if (vendor.hasKey()) {
      yaml.append("    headers: {authorization: '${file:" + keyFile(vendor) + "}'}\n");
    }
    return yaml.toString();
  }

  private static String path(ReceiverProtocol protocol) {
    return switch (protocol) {
      case OTLP_HTTP -> "/v1/traces";
      case OTLP_GRPC -> "";
      case ZIPKIN -> "/api/v2/spans";
    };
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
