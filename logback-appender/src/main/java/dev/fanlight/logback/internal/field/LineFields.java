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
 * The fields of a line, in order.
 *
 * <p>The first profile lays out the line; each further one adds the fields by which its vendor joins logs to traces. Of two
 * fields with one name the first stays. Any thread.
 */
public final class LineFields {
  private final List<LogField> fields;
  private final FieldKey truncated;
  private final LineBufferPool drafts;

  public LineFields(EncoderSettings setup) {
    ProfileFields row = setup.profiles().get(0).fields();
    this.truncated = row.truncated();
    this.fields = fields(setup, row);
    this.drafts = new LineBufferPool(() -> new LineBuffer(
        new JsonLine(setup.maxLineBytes(), truncated, setup.mask()),
        new UserEntries(setup, this::writesMdc)));
  }

  /** The event as one line, its line feed included. Never throws for what the event holds. */
  public byte[] encode(ILoggingEvent event) {
    LineBuffer draft = drafts.take();
    try {
      return encode(event, draft);
    } finally {
      drafts.give(draft);
    }
  }

  private byte[] encode(ILoggingEvent event, LineBuffer draft) {
    draft.begin(event, trace(event));
    for (int i = 0; i < fields.size(); i++) {
      LogField field = fields.get(i);
      int before = draft.line().fieldCount();
      try {
        field.write(draft);
      } catch (
          Throwable t) { // whatever foreign code behind an event may throw; it costs this field
        draft.line().keepFields(before);
        noteFailure(draft.line(), field, t);
      }
    }
    return draft.line().finish();
  }

  private static @Nullable EventTrace trace(ILoggingEvent event) {
    try {
      return TraceCapture.of(event);
    } catch (Throwable ignored) { // as for a field; it costs the trace
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

  private List<LogField> fields(EncoderSettings setup, ProfileFields row) {
    ServiceIdentity service = setup.service();
    var all = new Unique();
    all.add(row.line(setup));
    setup.profiles().forEach(profile -> all.add(profile.fields().trace().apply(service)));
    all.errorLast();
    if (row.form() == KeyForm.NESTED) {
      all.groupByObject();
    }
    FieldKey dataset = row.dataset();
    if (dataset != null) {
      all.add(List.of(new EventTextField(dataset, event -> service.name())));
    }
    all.fields.add(new InternalFields(row.form()::key));
    if (setup.hasTraceLinks()) {
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

  private UserKeyPlacement userKeys(
      ServiceIdentity service, ProfileFields row, Set<String> names) {
    if (row.labelsUserKeys()) {
      return new LabelUserFields(
          row.form().prefix("labels"), row.form().prefix("numeric_labels"));
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

  /** Fields whose names are all different. */
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

    /** A reader of the raw line should not have to look for its trace behind a stack trace. */
    void errorLast() {
      fields.sort(Comparator.comparing(Unique::isError));
    }

    private static boolean isError(LogField field) {
      return field instanceof ErrorFields || field.writesMdc("error.id");
    }

    /** Brings the members of one object together, so that none is opened twice. */
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
