/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.text.ReferenceNames;
import java.util.Locale;
import java.util.Map;

/** The end of one request: with an answer of any status, or without one. */
public sealed interface Exchange {

  /** The peer answered; its status stands even if the body broke off. */
  final class Answer implements Exchange {
    private final int status;
    private final String grpcStatus;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param headers names in lower case to values, the last where one repeats
     * @param body the body, decoded from its content encoding as far as it came, cut at 64 KiB
     */
    public Answer(int status, Map<String, String> headers, byte[] body) {
      this(status, "", headers, body);
    }

    /**
     * The answer to a gRPC call.
     *
     * @param status the HTTP status that means the same
     * @param grpcStatus the code's name in lower case
     */
    public Answer(int status, String grpcStatus, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.grpcStatus = grpcStatus;
      this.headers = Map.copyOf(headers);
      this.body = body;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** The gRPC code's name in lower case, one of seventeen; an empty string where HTTP was spoken. */
    public String grpcStatus() {
      return grpcStatus;
    }

    /** The header's value, or an empty string. */
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The body, not a copy. */
    public byte[] body() {
      return body;
    }

    @Override
    public String toString() {
      return "Answer{" + status + ", " + body.length + " bytes}";
    }
  }

  /**
   * No answer came.
   *
   * @param cause at which step it failed
   * @param mayHaveArrived whether the whole request had been handed to the peer, so that it may have been taken
   * @param message one line for a log: the event, without credentials
   * @param cure how to mend it, without a full stop; empty where that is not known
   */
  record Failure(Cause cause, boolean mayHaveArrived, String message, String cure)
      implements Exchange {

    /** A failure without a known cure. */
    public Failure(Cause cause, boolean mayHaveArrived, String message) {
      this(cause, mayHaveArrived, message, "");
    }

    /** Returns a failure with the names of references in place of their values. */
    public Failure hiding(ReferenceNames references) {
      return new Failure(cause, mayHaveArrived, references.hide(message), references.hide(cure));
    }

    /** Returns the message with the cure behind it. */
    public String messageWithCure() {
      return cure.isEmpty() ? message : message + "; " + cure;
    }
  }

  /** The step at which an exchange failed; the lower-case name is the reason in the ledger and logs. */
  enum Cause {
    /** The host's name does not resolve. */
    DNS,
    /** No address of the host took a connection. */
    CONNECT,
    /** The handshake failed: certificate, name or protocol. */
    TLS,
    /** The proxy refused or was not reached. */
    PROXY,
    /** The deadline passed. */
    TIMEOUT,
    /** The peer gave up a kept connection before it answered the request; this is no sign of its health. */
    STALE,
    /** The connection broke, or the peer did not speak HTTP. */
    IO
  }
}
