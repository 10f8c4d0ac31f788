/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationMetadataTest {
  private static final Path ROOT = Path.of("../../..");

  @Test
  void editors_know_every_fixed_key_and_every_type_of_vendor() throws Exception {
    Path committed = ROOT.resolve(
        "spring-boot-starter/src/main/resources/META-INF/additional-spring-configuration-metadata.json");
    String schema = Files.readString(ROOT.resolve("docs/fanlight.schema.json"));

    String metadata = ConfigurationMetadata.of(new JsonMapper().readTree(schema));

    if ("update".equals(System.getProperty("fanlight.api"))) {
      Files.writeString(committed, metadata);
    }
    assertThat(metadata)
        .as("the metadata follows the schema; -Dfanlight.api=update writes it")
        .isEqualTo(Files.readString(committed))
        .contains("honeycomb");
  }
}
