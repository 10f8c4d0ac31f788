/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.TraceCapture;
import dev.fanlight.logback.internal.event.TraceLinkRegistry;
import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.JsonLine;
import dev.fanlight.logback.internal.value.PlainValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ordered fields of a line; encodes events.
 *
 * <p>The first profile defines the line; each further profile adds the fields by which its vendor joins logs to traces. If two
 * fields have the same name, the first one is written. Any thread.
 */
public final class LineFields {
  private final List<LogField> fields;
  private final FieldKey truncated;
  private final LineBufferPool buffers;

  public LineFields(EncoderSettings settings) {
    ProfileFields row = settings.profiles().get(0).fields();
    this.truncated = row.truncated();
    this.fields = fields(settings, row);
    this.buffers = new LineBufferPool(() -> new LineBuffer(
        new JsonLine(settings.maxLineBytes(), truncated, settings.mask()),
        new UserEntries(
            settings.secrets(),
            settings.resource(),
            settings.bigNumbersAsText(),
            this::writesMdc)));
  }

  /** Returns the event as one line, line feed included. An error of the event itself is not thrown. */
  public byte[] encode(ILoggingEvent event) {
    LineBuffer buffer = buffers.take();
    try {
      return encode(event, buffer);
    } finally {
      buffers.release(buffer);
    }
  }

  private byte[] encode(ILoggingEvent event, LineBuffer buffer) {
    buffer.begin(event, trace(event));
    for (int i = 0; i < fields.size(); i++) {
      LogField field = fields.get(i);
      int before = buffer.line().fieldCount();
      try {
        field.write(buffer);
      } catch (Throwable t) { // thrown by foreign code behind the event; only this field is lost
        buffer.line().keepFields(before);
        noteFailure(buffer.line(), field, t);
      }
    }
    return buffer.line().finish();
  }

  private static @Nullable EventTrace trace(ILoggingEvent event) {
    try {
      return TraceCapture.of(event);
    } catch (Throwable ignored) { // thrown by foreign code; the line has no trace
      return null;
    }
  }

  private void noteFailure(JsonLine line, LogField field, Throwable t) {
    if (field.keys().isEmpty()) {
      line.markTruncated();
    } else {
      line.key(field.keys().get(0)).string(PlainValues.failed(t));
    }
  }

  private List<LogField> fields(EncoderSettings settings, ProfileFields row) {
    ServiceIdentity service = settings.service();
    var all = new Unique();
    all.add(row.line(service, settings.stackTrace()));
    settings.profiles().forEach(profile -> all.add(profile.fields().trace().apply(service)));
    all.errorLast();
    if (row.form() == KeyForm.NESTED) {
      all.groupByObject();
    }
    FieldKey dataset = row.dataset();
    if (dataset != null) {
      all.add(List.of(new EventTextField(dataset, event -> service.name())));
    }
    all.fields.add(new InternalFields(row.form()::key));
    if (settings.hasTraceLinks()) {
      all.fields.add(new LinkFields(row.form()::key));
    }
    all.fields.add(new UserFields(userKeys(service, row, all.names)));
    return List.copyOf(all.fields);
  }

  private boolean writesMdc(String key) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).writesMdc(key)) {
        return true;
      }
    }
    return false;
  }

  private UserKeyPlacement userKeys(ServiceIdentity service, ProfileFields row, Set<String> names) {
    if (row.labelsUserKeys()) {
      return new LabelUserFields(row.form().prefix("labels"), row.form().prefix("numeric_labels"));
    }
    var reserved = new HashSet<>(names);
    reserved.add(truncated.name());
    reserved.add(TraceLinkRegistry.field("any")); // reserves the whole branch trace_url.*
    for (LogProfile profile : LogProfile.values()) { // a user key must not look like a trace field
      for (LogField field : profile.fields().trace().apply(service)) {
        field.keys().forEach(key -> reserved.add(key.name()));
      }
    }
    return new TopLevelUserFields(reserved);
  }

  /** A list of fields with distinct names. */
  private static final class Unique {
    private final List<LogField> fields = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    void add(List<LogField> more) {
      for (LogField field : more) {
        if (field.keys().stream().noneMatch(key -> names.contains(key.name()))) {
          fields.add(field);
          field.keys().forEach(key -> names.add(key.name()));
        }
      }
    }

    /** Moves the error to the end, so that on a raw line the trace precedes the stack trace. */
    void errorLast() {
      fields.sort(Comparator.comparing(Unique::isError));
    }

    private static boolean isError(LogField field) {
      return field instanceof ErrorFields || field.writesMdc("error.id");
    }

    /** Sorts the fields so that the members of one object are consecutive, because an object must not be opened twice. */
    void groupByObject() {
      var order = new ArrayList<String>();
      for (LogField field : fields) {
        order.add(head(field));
      }
      fields.sort(Comparator.comparingInt(field -> order.indexOf(head(field))));
    }

    private static String head(LogField field) {
      String name = field.keys().get(0).name();
      int dot = name.indexOf('.');
      return dot < 0 ? name : name.substring(0, dot);
    }
  }
}
