/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config.yaml;

import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a YAML document into a tree of values. */
public final class YamlDocument {

  /*
   * The tree is built from the parser's events rather than by the engine's composer: the composer recurses without a
   * bound, and its messages quote the document. Here depth, size and the growth by aliases are bounded, and no message
   * holds a word of the document: any word may be a secret in the wrong place.
   */

  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 20_000;
  private static final int MAX_CODE_POINTS = 1 << 20;

  private final String name;
  private final TextDocument source;
  private final Problems problems;
  private final Map<String, YamlValue> anchors = new HashMap<>();
  private Iterator<Event> events = List.<Event>of().iterator();
  private int values;

  private YamlDocument(TextDocument source, Problems problems) {
    this.name = source.name();
    this.source = source;
    this.problems = problems;
  }

  /**
   * The document's tree; where it cannot be read, the reason is added to the problems.
   *
   * @param name for messages
   * @param text of the document
   * @return empty if it cannot be read or has no content
   */
  public static Optional<YamlValue> read(String name, String text, Problems problems) {
    return read(new TextDocument(name, text, List.of()), problems);
  }

  /** The tree of a document that may name other places than its own lines. */
  public static Optional<YamlValue> read(TextDocument source, Problems problems) {
    YamlDocument document = new YamlDocument(source, problems);
    String text = source.text();
    try {
      return Optional.ofNullable(document.read(text));
    } catch (Unreadable unreadable) {
      problems.error(unreadable.place, "", unreadable.reason);
    } catch (ReaderException illegal) {
      problems.error(
          document.placeOf(text, illegal.getPosition()),
          "",
          "a character that YAML does not allow; save the file as plain UTF-8 text");
    } catch (MarkedYamlEngineException malformed) {
      Mark mark = YamlAdvice.markOf(malformed).orElse(null);
      problems.error(document.placeOf(mark), "", YamlAdvice.on(malformed));
    } catch (YamlEngineException malformed) {
      problems.error(SourceLocation.of(source.name()), "", "not valid YAML");
    }
    return Optional.empty();
  }

  private @Nullable YamlValue read(String text) {
    if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
      throw new Unreadable(
          SourceLocation.of(name), "longer than 1 MiB; is this the configuration file?");
    }
    LoadSettings settings = LoadSettings.builder()
        .setLabel(name)
        .setUseMarks(true)
        .setCodePointLimit(MAX_CODE_POINTS)
        .setBufferSize(
            Math.max(1_024, text.length() + 1)) // a smaller one is copied at each refill: quadratic
        .build();
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    events = new Parse(settings).parseString(withoutMark).iterator();
    next(); // the stream begins
    Event first = next();
    if (first.getEventId() == Event.ID.StreamEnd) {
      return null;
    }
    YamlValue root = value(next(), 0);
    next(); // the document ends
    Event last = next();
    if (last.getEventId() != Event.ID.StreamEnd) {
      throw new Unreadable(
          placeOf(last), "a second document begins here; keep one document a file");
    }
    return root;
  }

  private Event next() {
    return events.next();
  }

  private YamlValue value(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw new Unreadable(placeOf(event), "nested deeper than " + MAX_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    grow(1, event);
    refuseTag(event);
    YamlValue value = node(event, depth);
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get().getValue(), value);
    }
    return value;
  }

  private YamlValue node(Event event, int depth) {
    if (event instanceof MappingStartEvent) {
      return fields(event, depth);
    }
    return event instanceof SequenceStartEvent ? items(event, depth) : scalar((ScalarEvent) event);
  }

  private YamlValue aliased(AliasEvent alias) {
    YamlValue value = anchors.get(alias.getAlias().getValue());
    if (value == null) {
      throw new Unreadable(
          placeOf(alias), "an alias without an anchor before it; quote a value that begins with *");
    }
    grow(value.size(), alias);
    return value;
  }

  private void grow(int by, Event event) {
    values = (int) Math.min((long) values + by, Integer.MAX_VALUE);
    if (values > MAX_VALUES) {
      throw new Unreadable(
          placeOf(event), "more than " + MAX_VALUES + " values, aliases counted each time");
    }
  }

  private void refuseTag(Event event) {
    Optional<String> tag = event instanceof ScalarEvent scalar
        ? scalar.getTag()
        : ((CollectionStartEvent) event).getTag();
    if (tag.isPresent()) {
      throw new Unreadable(placeOf(event), "tags are not read; quote a value that begins with !");
    }
  }

  private YamlValue fields(Event start, int depth) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      SourceLocation place = placeOf(event);
      if (!(event instanceof ScalarEvent key)) {
        throw new Unreadable(place, "a key must be plain text");
      }
      refuseTag(event);
      grow(1, event);
      Field twin = fields.get(key.getValue());
      if (twin != null) {
        problems.error(
            place, "", "this key is there twice, first on line " + twin.place().line());
      }
      fields.put(key.getValue(), new Field(place, value(next(), depth + 1)));
    }
    return YamlValue.Fields.of(placeOf(start), fields);
  }

  private YamlValue items(Event start, int depth) {
    List<YamlValue> items = new ArrayList<>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(value(event, depth + 1));
    }
    return YamlValue.Items.of(placeOf(start), items);
  }

  private YamlValue scalar(ScalarEvent scalar) {
    SourceLocation place = placeOf(scalar);
    if (!scalar.isPlain()) {
      return new YamlValue.Text(place, scalar.getValue());
    }
    return switch (scalar.getValue()) {
      case "" -> new YamlValue.Empty(place);
      case "null", "Null", "NULL", "~" -> new YamlValue.Null(place);
      default -> new YamlValue.Text(place, scalar.getValue());
    };
  }

  private SourceLocation placeOf(Event event) {
    return placeOf(event.getStartMark().orElse(null));
  }

  private SourceLocation placeOf(@Nullable Mark mark) {
    return mark == null
        ? SourceLocation.of(name)
        : source.place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private SourceLocation placeOf(String text, int position) {
    int end = Math.min(Math.max(position, 0), text.length());
    int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    int column = end - text.lastIndexOf('\n', end - 1);
    return source.place(line, column);
  }

  private static final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SourceLocation place;
    private final String reason;

    Unreadable(SourceLocation place, String reason) {
      super(reason);
      this.place = place;
      this.reason = reason;
    }
  }
}
