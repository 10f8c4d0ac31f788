/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionProvider;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The settings of one version of the file.
 *
 * @param isEnabled the main switch: if false, nothing runs, and {@code fanout} has no lanes
 * @param fanout the vendors and everything they share
 * @param switchedOff vendors that say {@code enabled: false}
 * @param sections of other plugins, in the order of the file
 * @param fileSecrets secrets that were read from files; when a file changes, {@link Secret#refresh()} gives their
 *     holders the new text, and no lane needs to be built anew
 * @param fingerprint equal fingerprints: both versions ask for the same
 */
public record Configuration(
    boolean isEnabled,
    FanoutSettings fanout,
    Set<String> switchedOff,
    List<Section> sections,
    List<Secret> fileSecrets,
    Fingerprint fingerprint) {

  /** Copies the collections. */
  public Configuration {
    switchedOff = Collections.unmodifiableSet(new LinkedHashSet<>(switchedOff));
    sections = List.copyOf(sections);
    fileSecrets = List.copyOf(fileSecrets);
  }

  /**
   * A section of another plugin that is switched on; {@code provider.create(node, context)} makes its processor.
   *
   * @param provider of the section
   * @param node its keys
   * @param fingerprint equal fingerprints: the section need not be created anew
   */
  public record Section(SectionProvider provider, ConfigNode node, Fingerprint fingerprint) {}
}
