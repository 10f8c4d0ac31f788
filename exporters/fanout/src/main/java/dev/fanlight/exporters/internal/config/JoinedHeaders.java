/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.Headers;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A type's headers with the headers of the file; if both have one, the file's is used. */
record JoinedHeaders(Headers type, Headers file) implements Headers {

  @Override
  public Map<String, String> current() {
    Map<String, String> all = new TreeMap<>();
    type.current().forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    file.current().forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    return all;
  }

  @Override
  public void refresh() {
    type.refresh();
    file.refresh();
  }
}
