/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.spi.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * A wire format, rules and compression that several vendors share: they get the same bytes.
 *
 * @param wire the format
 * @param rules the rules for the data that they see
 * @param compression of the bytes
 * @param definition the canonical one: equal views, equal definitions, in every process
 */
record View(WireFormat wire, RuleSettings rules, Compression compression, String definition) {

  /** The view that a vendor asks for. */
  static View of(LaneSettings lane) {
    WireFormat wire = lane.vendor().wire();
    String definition = "wire=" + wire.name() + ";compression=" + lane.compression() + ";"
        + lane.rules().canonical();
    return new View(wire, lane.rules(), lane.compression(), definition);
  }

  /** By definition alone: the order in the file, or another object for the same wire, makes no other view. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof View view && definition.equals(view.definition);
  }

  @Override
  public int hashCode() {
    return definition.hashCode();
  }

  /** Returns a text without the definition, because an added resource attribute may be a token. */
  @Override
  public String toString() {
    return "View[" + wire.name() + ", " + rules + ", " + compression + "]";
  }
}
