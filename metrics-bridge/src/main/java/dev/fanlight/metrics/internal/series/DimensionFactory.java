/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates the dimensions of each kind. */
public final class DimensionFactory {
  private DimensionFactory() {}

  /**
   * Creates a dimension of the span's name.
   *
   * @param template replaces the parts of a name that differ from request to request
   */
  public static Dimension spanName(String label, UnaryOperator<String> template) {
    return new SpanName(label, template);
  }

  /** Creates a dimension of the span's kind in the Collector's spelling: {@code SPAN_KIND_SERVER}. */
  public static Dimension spanKind(String label) {
    return new Closed(label, "the span's kind", SpanData::getKind, kind -> "SPAN_KIND_" + kind);
  }

  /** Creates a dimension of the span's status in the Collector's spelling: {@code STATUS_CODE_ERROR}. */
  public static Dimension statusCode(String label) {
    return new Closed(
        label,
        "the span's status",
        span -> span.getStatus().getStatusCode(),
        status -> "STATUS_CODE_" + status);
  }

  /** Creates a dimension of few values that a function returns without allocation; null omits the label. */
  public static Dimension closed(
      String label, String source, Function<SpanData, @Nullable Object> read) {
    return new Closed(label, source, read, Object::toString);
  }

  /** Creates a dimension of the first of these attributes that the span has, of any type except lists. */
  public static Dimension attribute(String label, String... names) {
    return new Attribute(label, TypedKeys.of(names), false);
  }

  /** Creates a dimension of a span attribute of any type; a list or map is written as JSON. */
  public static Dimension anyAttribute(String label, String name) {
    return new Attribute(label, TypedKeys.ofAnyType(name), false);
  }

  /** Creates a dimension of an attribute of the counted event. */
  public static Dimension eventAttribute(String label, String name) {
    return new Attribute(label, TypedKeys.of(name), true);
  }

  /** Makes a dimension required: a span without its value is excluded from the metric. */
  public static Dimension required(Dimension dimension) {
    return new Required(dimension);
  }

  /** Creates a dimension without a label that excludes the spans of all other kinds from the metric. */
  public static Dimension oneKindOf(Set<SpanKind> kinds) {
    return new Required(
        closed("", "the span's kind", span -> kinds.contains(span.getKind()) ? "" : null));
  }

  /** Creates a dimension of a resource attribute of any type; a list or map is written as JSON. */
  public static Dimension resourceAttribute(String label, String name) {
    return new ResourceAttribute(label, TypedKeys.ofAnyType(name));
  }

  private record SpanName(String label, UnaryOperator<String> template) implements Dimension {
    @Override
    public String source() {
      return "the span's name";
    }

    @Override
    public Object read(SpanData span, Attributes event) {
      return span.getName();
    }

    @Override
    public String text(Object name) {
      return template.apply((String) name);
    }
  }

  private record Closed(
      String label,
      String source,
      Function<SpanData, @Nullable Object> reader,
      Function<Object, String> text)
      implements Dimension {
    @Override
    public @Nullable Object read(SpanData span, Attributes event) {
      return reader.apply(span);
    }

    @Override
    public String text(Object value) {
      return text.apply(value);
    }

    @Override
    public boolean isClosed() {
      return true;
    }
  }

  private static final class Attribute implements Dimension {
    private final String label;
    private final TypedKeys[] keys;
    private final boolean isOfEvent;

    Attribute(String label, TypedKeys[] keys, boolean isOfEvent) {
      this.label = label;
      this.keys = keys;
      this.isOfEvent = isOfEvent;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public String source() {
      return "attribute \"" + keys[0].name() + "\"";
    }

    @Override
    public String key() {
      return keys[0].name();
    }

    @Override
    public @Nullable Object read(SpanData span, Attributes event) {
      return TypedKeys.first(keys, isOfEvent ? event : span.getAttributes());
    }

    @Override
    public String text(Object value) {
      return AttributeText.of(value);
    }
  }

  private record Required(Dimension dimension) implements Dimension {
    @Override
    public String label() {
      return dimension.label();
    }

    @Override
    public String source() {
      return dimension.source();
    }

    @Override
    public String key() {
      return dimension.key();
    }

    @Override
    public @Nullable Object read(SpanData span, Attributes event) {
      return dimension.read(span, event);
    }

    @Override
    public String text(Object value) {
      return dimension.text(value);
    }

    @Override
    public boolean isClosed() {
      return dimension.isClosed();
    }

    @Override
    public boolean isRequired() {
      return true;
    }
  }
}
