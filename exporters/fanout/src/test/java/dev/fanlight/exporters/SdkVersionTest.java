/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdkVersionTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.49.0", "1.67.0", "1.100.0-SNAPSHOT", "2.0.0", "", "unknown"})
  void a_new_or_unknown_version_is_taken(String version) {
    assertThatCode(() -> SdkVersion.check(version)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.48.0", "1.9.1", "0.17.0"})
  void an_old_version_is_refused_with_the_property_to_set(String version) {
    assertThatThrownBy(() -> SdkVersion.check(version))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("finds " + version)
        .hasMessageContaining("opentelemetry.version to 1.67.0");
  }

  @Test
  void the_advice_to_take_another_sdk_is_given_only_where_it_helps() {
    assertThat(SdkVersion.cure(classPathWith("io/quarkus/runtime/Quarkus.class")))
        .contains("a newer version of the framework")
        .doesNotContain("opentelemetry-bom", "opentelemetry.version");
    assertThat(SdkVersion.cure(classPathWith(
            "io/opentelemetry/instrumentation/spring/autoconfigure/OpenTelemetryAutoConfiguration.class",
            "org/springframework/boot/SpringApplication.class")))
        .contains("a newer version of the framework")
        .doesNotContain("opentelemetry-bom", "opentelemetry.version");
    assertThat(SdkVersion.cure(classPathWith("org/springframework/boot/SpringApplication.class")))
        .contains("opentelemetry.version")
        .doesNotContain("opentelemetry-bom");
    assertThat(SdkVersion.cure(classPathWith())).contains("opentelemetry-bom:1.67.0");
  }

  private static ClassLoader classPathWith(String... resources) {
    return new ClassLoader(null) {
      @Override
      public @Nullable URL getResource(String name) {
        return List.of(resources).contains(name)
            ? SdkVersionTest.class.getResource("SdkVersionTest.class")
            : null;
      }
    };
  }

  @Test
  void the_sdk_of_this_build_says_who_it_is_and_is_taken() {
    assertThat(SdkVersion.version()).matches("1\\.\\d+\\.\\d+");
    assertThatCode(SdkVersion::check).doesNotThrowAnyException();
  }
}
