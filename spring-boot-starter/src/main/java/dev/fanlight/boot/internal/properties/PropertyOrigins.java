/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import dev.fanlight.exporters.ConfigText.Origin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/** The places of properties in the form in which messages name them. */
final class PropertyOrigins {
  private static final Pattern CONFIG_DATA =
      Pattern.compile("Config resource '(.*)' via location.*");
  private static final Pattern BRACKETS =
      Pattern.compile("(?:class path resource|file|URL) \\[(?:file:)?(.*)]");

  private PropertyOrigins() {}

  /** Returns the place of one property, which is its source where the source has no lines. */
  static Origin of(PropertySource<?> source, String name) {
    TextResourceOrigin text = textOrigin(source, name);
    return text == null || text.getLocation() == null
        ? new Origin(sourceName(source), 0, 0)
        : new Origin(
            resourceName(text.getResource()),
            text.getLocation().getLine() + 1,
            text.getLocation().getColumn() + 1);
  }

  static @Nullable TextResourceOrigin textOrigin(PropertySource<?> source, String name) {
    return OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin text ? text : null;
  }

  static String sourceName(PropertySource<?> source) {
    Matcher configData = CONFIG_DATA.matcher(source.getName());
    return configData.matches() ? withoutBrackets(configData.group(1)) : source.getName();
  }

  static String resourceName(@Nullable Resource resource) {
    return resource == null ? "properties" : withoutBrackets(resource.getDescription());
  }

  private static String withoutBrackets(String description) {
    Matcher brackets = BRACKETS.matcher(description);
    return brackets.find() ? brackets.group(1) : description;
  }
}
