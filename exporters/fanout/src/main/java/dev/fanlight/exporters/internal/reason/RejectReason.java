/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.reason;

/** The reasons for which a vendor rejects spans permanently. */
public enum RejectReason implements Reason {
  /** An HTTP status, which follows the code: {@code http_400}. */
  HTTP(
      "`http_400` and similar",
      "the vendor responded with this status, which is no reason to retry",
      "The log has the vendor's words. Correct the spans (rules), the path of `endpoint` (404) or the key (403)."),

  /** A gRPC status, which follows the code: {@code grpc_invalid_argument}. */
  GRPC(
      "`grpc_invalid_argument` and similar",
      "the vendor responded with this gRPC status, which is no reason to retry",
      "The log has the vendor's words. Correct the spans (rules) or the `endpoint`."),

  /** A refusal by the vendor's own client, whose word follows the code: {@code client_invalid_record}. */
  CLIENT(
      "`client_invalid_record` and similar",
      "the vendor's own client reported that the vendor refuses the batch for good",
      "The log has the vendor's words. Correct the spans (rules) or the vendor's settings."),

  /** A part of an accepted request. */
  PARTIAL_SUCCESS(
      "`partial_success`",
      "the vendor accepted the request, and rejected these spans in it",
      "The log has the vendor's words; often a limit for timestamps, attributes or rates."),

  /** A span that alone is larger than the vendor accepts. */
  TOO_LARGE(
      "`too_large`",
      "each of the spans is alone larger than the vendor's limit",
      "Remove large attributes (rule `remove`), shorten them in the SDK (`OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`), or raise the"
          + " vendor's limit."),

  /** A batch that fails while other batches are delivered. */
  POISON(
      "`poison`",
      "a batch that failed eight times while other batches were delivered",
      "The log has the last response; if it is a timeout, raise `timeout`.");

  private final ReasonText text;
  private final String shown;

  RejectReason(String shown, String cause, String cure) {
    this.text = ReasonText.of(this, cause, cure);
    this.shown = shown;
  }

  /**
   * Returns the name of a status in the ledger and in metrics, for example {@code http_400}.
   *
   * @param status number of an HTTP status, or name of a gRPC status in lower case
   */
  public String code(Object status) {
    return code() + "_" + status;
  }

  /** Returns the code as the documentation shows it, in Markdown. */
  public String shown() {
    return shown;
  }

  @Override
  public ReasonText text() {
    return text;
  }
}
