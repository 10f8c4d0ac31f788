/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.reason.FilterReason;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The compiled rules of a view: they determine the part of a batch that its vendors see. Confined to one thread. */
public final class Rules {

  /*
   * Order: filter, sample, redact, add. A span that is not sent need not be redacted, filters see names and values as
   * the application wrote them, and the attributes of the file are not redacted. A span on which a rule fails is not
   * sent: half a redaction is no redaction.
   */
  private final SpanFilter filter;
  private final @Nullable TraceSampler sampling;
  private final @Nullable SpanEdit edit;

  private Rules(SpanFilter filter, @Nullable TraceSampler sampling, @Nullable SpanEdit edit) {
    this.filter = filter;
    this.sampling = sampling;
    this.edit = edit;
  }

  /** Compiles the settings. */
  public static Rules of(RuleSettings settings) {
    return new Rules(
        new SpanFilter(settings.keep(), settings.drop()),
        settings.sample() < 1 ? new TraceSampler(settings.sample()) : null,
        edit(settings));
  }

  /** Returns true if the sampling rate keeps the trace of this span, as the rules will decide; any thread. */
  public static boolean samples(RuleSettings settings, SpanContext span) {
    return settings.sample() == 1 || new TraceSampler(settings.sample()).keeps(span);
  }

  private static @Nullable SpanEdit edit(RuleSettings settings) {
    SpanRedaction redaction = SpanRedaction.of(settings);
    return settings.add().isEmpty() ? redaction : new ResourceAddition(settings.add(), redaction);
  }

  /**
   * Applies the rules to one batch.
   *
   * @param batch read only; spans that no rule touches are in the result as they are
   */
  public Applied apply(List<SpanData> batch) {
    SpanEditor editor = edit == null ? null : new SpanEditor(edit);
    List<SpanData> kept = new ArrayList<>(batch.size());
    FilterCounts filtered = new FilterCounts();
    int failed = 0;
    for (SpanData span : batch) {
      try {
        SpanData seen = apply(span, editor, filtered);
        if (seen != null) {
          kept.add(seen);
        }
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        failed++; // the caller counts it for each vendor, with its reason
      }
    }
    return new Applied(kept, filtered, failed);
  }

  private @Nullable SpanData apply(
      SpanData span, @Nullable SpanEditor editor, FilterCounts filtered) {
    FilterReason exclusion = filter.exclusion(span);
    if (exclusion != null) {
      filtered.add(exclusion);
      return null;
    }
    SpanData sampled = sampling == null ? span : sampling.sample(span);
    if (sampled == null) {
      filtered.add(FilterReason.SAMPLE);
      return null;
    }
    return editor == null ? sampled : editor.edit(sampled);
  }

  /**
   * The result of the rules for a batch; {@code kept.size() + filtered.sum() + failed} is the size of the batch.
   *
   * @param kept the spans to send, in order; not copied
   * @param filtered how many the filters and the sampling rate keep from the vendors
   * @param failed how many could not be judged or redacted, and must not be sent
   */
  public record Applied(List<SpanData> kept, FilterCounts filtered, int failed) {}
}
