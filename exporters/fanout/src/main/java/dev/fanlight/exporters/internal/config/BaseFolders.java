/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import java.nio.file.Path;
import java.util.Map;

/** The folder of each document: relative paths start where the document lies. */
record BaseFolders(Map<String, Path> byDocument) {

  Path of(SourceLocation place) {
    return byDocument.getOrDefault(place.document(), Path.of(""));
  }
}
