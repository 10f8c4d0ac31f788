/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

/** The rules that exclude a span from a vendor: those of the vendor, and the filter of the application. */
public enum FilterReason implements Reason {
  /** A keep rule does not match. */
  KEEP(
      "the span has none of the values of a rule `keep`",
      "No action: the rule is the cause. To send such spans, add their values to the rule."),

  /** A drop rule matches. */
  DROP(
      "the span has a value of a rule `drop`",
      "No action: the rule is the cause. To send such spans, remove the value from the rule."),

  /** The vendor's sampling rate excludes the trace. */
  SAMPLE(
      "the trace is not in the share of `sample`",
      "No action: the rate is the cause. To send more traces, raise `sample`."),

  /** The application's own filter excludes the span. */
  APPLICATION(
      "the application's own filter excludes the span, for example a bean of the type `SpanExportingPredicate`",
      "No action: the filter is the cause. To send such spans, change the filter.");

  private final ReasonText text;

  FilterReason(String cause, String cure) {
    this.text = ReasonText.of(this, cause, cure);
  }

  @Override
  public ReasonText text() {
    return text;
  }
}
