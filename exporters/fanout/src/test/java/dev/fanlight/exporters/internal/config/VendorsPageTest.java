/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.spi.ValueType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VendorsPageTest {

  @Test
  void the_page_says_what_the_catalogue_says() {
    Golden.compare(
        Path.of("../../docs/vendors.md"),
        VendorsPage.of(VendorType.all(VendorsPageTest.class.getClassLoader())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void every_example_is_sound_once_its_secrets_are_there(String name, VendorType type) {
    FakeSurroundings surroundings = new FakeSurroundings().withWires();
    type.keys().stream()
        .filter(key -> key.kind() == ValueType.SECRET)
        .forEach(key -> surroundings.variable(
            (name + "_" + key.name()).toUpperCase(Locale.ROOT), "https://key@host.example/1"));

    LoadResult loaded = surroundings.load(Samples.file(name, VendorExamples.of(type)));

    assertThat(loaded.isSound()).describedAs("%s", loaded.problems()).isTrue();
  }

  static Stream<Arguments> types() {
    return VendorType.all(VendorsPageTest.class.getClassLoader()).stream()
        .map(type -> Arguments.of(type.type(), type));
  }
}
