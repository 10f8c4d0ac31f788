/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorAttributesTest {

  private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");

  @ParameterizedTest
  @CsvSource({
    "https://user:s3cret@otlp.example/v1/s3cret?key=s3cret#s3cret, otlp.example, 443",
    "http://otel_gateway:4317, otel_gateway, 4317",
    "http://[::1]/v1/traces, ::1, 80"
  })
  void of_an_endpoint_host_and_port_are_told_and_nothing_else(
      URI endpoint, String host, long port) {
    Attributes attributes = VendorAttributes.of("acme", endpoint);

    assertThat(attributes.get(ADDRESS)).isEqualTo(host);
    assertThat(attributes.get(PORT)).isEqualTo(port);
    assertThat(attributes.toString()).doesNotContain("s3cret", "user");
  }

  @Test
  void a_vendor_that_has_left_keeps_the_address_it_had() {
    Map<String, URI> running = new HashMap<>(Map.of("acme", URI.create("http://acme.example")));
    VendorAttributes vendors = new VendorAttributes(() -> running);
    Attributes before = vendors.of("acme");

    running.clear();

    assertThat(vendors.of("acme")).isEqualTo(before);
    assertThat(before.get(ADDRESS)).isEqualTo("acme.example");
    assertThat(vendors.of("never")).isEqualTo(VendorAttributes.unplaced("never"));
  }
}
