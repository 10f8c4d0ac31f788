/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.internal.properties;

import dev.fanlight.boot.internal.properties.PropertyNode.Branch;
import dev.fanlight.exporters.ConfigText.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Reads the keys under {@code fanlight} from property sources; used for one environment. */
final class PropertySourceReader {
  private static final String PREFIX = "fanlight.";
  private static final Pattern RESOURCE =
      Pattern.compile("Config resource '(class path resource|file|URL) \\[(?:file:)?(.*?)]' .*");
  private static final Pattern NUMBER = Pattern.compile(".*\\(document #([0-9]{1,5})\\)");

  private final PlaceholderTranslation placeholders;
  private final Map<String, YamlResource> resources = new HashMap<>();

  PropertySourceReader(PlaceholderTranslation placeholders) {
    this.placeholders = placeholders;
  }

  Branch read(PropertySource<?> source) {
    Branch none = new Branch(new Origin(PropertyOrigins.sourceName(source), 0, 0), Map.of());
    if (source instanceof SystemEnvironmentPropertySource
        || !(source instanceof EnumerablePropertySource<?> enumerable)) {
      return none; // names of variables are ambiguous, and Kubernetes sets FANLIGHT_PORT for a
      // service of that name
    }
    if (source instanceof OriginTrackedMapPropertySource tracked && isYaml(resource(tracked))) {
      return fromYaml(tracked, none);
    }
    Branch keys = none;
    for (String name : enumerable.getPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        Origin origin = PropertyOrigins.of(source, name);
        keys = keys.merged(FlatKeys.nested(
            name.substring(PREFIX.length()), leaf(enumerable, name, origin), origin));
      }
    }
    return FlatKeys.withLists(keys);
  }

  private PropertyNode leaf(EnumerablePropertySource<?> source, String name, Origin origin) {
    Object value = source.getProperty(name);
    if (value != null && !(value instanceof CharSequence) && isInYaml(source, name)) {
      throw new UnreadableTreeException(
          origin.document() + ":" + origin.line() + ":" + origin.column() + ": " + name
              + ": the text of this value is lost, because another library wraps the property source; put it in quotes",
          null);
    }
    String text = value == null ? "" : value.toString();
    return text.isEmpty()
        ? new PropertyNode.Empty(origin)
        : new PropertyNode.Scalar(origin, placeholders.translate(text));
  }

  private static boolean isInYaml(PropertySource<?> source, String name) {
    TextResourceOrigin origin = PropertyOrigins.textOrigin(source, name);
    return origin != null && isYaml(origin.getResource());
  }

  private static boolean isYaml(@Nullable Resource resource) {
    String file = resource == null ? null : resource.getFilename();
    return file != null && (file.endsWith(".yaml") || file.endsWith(".yml"));
  }

  private Branch fromYaml(OriginTrackedMapPropertySource source, Branch none) {
    Resource resource = resource(source);
    if (resource == null) {
      return none;
    }
    YamlResource yaml = resources.computeIfAbsent(
        resource.getDescription(), name -> YamlResource.read(resource, placeholders));
    TextResourceOrigin first = firstOrigin(source);
    return (first != null && first.getLocation() != null
            ? yaml.documentAt(first.getLocation().getLine())
            : yaml.document(number(source)))
        .orElse(none);
  }

  private static int number(PropertySource<?> source) {
    Matcher number = NUMBER.matcher(source.getName());
    return number.matches() ? Integer.parseInt(number.group(1)) : 0;
  }

  /** The file of a source: as its values say, or as its name says if it has no value. */
  private static @Nullable Resource resource(OriginTrackedMapPropertySource source) {
    TextResourceOrigin first = firstOrigin(source);
    if (first != null) {
      return first.getResource();
    }
    Matcher named = RESOURCE.matcher(source.getName());
    if (!named.matches()) {
      return null;
    }
    return named.group(1).startsWith("class")
        ? new ClassPathResource(named.group(2))
        : new FileSystemResource(named.group(2));
  }

  private static @Nullable TextResourceOrigin firstOrigin(OriginTrackedMapPropertySource source) {
    for (String name : source.getPropertyNames()) {
      TextResourceOrigin origin = PropertyOrigins.textOrigin(source, name);
      if (origin != null) {
        return origin;
      }
    }
    return null;
  }
}
