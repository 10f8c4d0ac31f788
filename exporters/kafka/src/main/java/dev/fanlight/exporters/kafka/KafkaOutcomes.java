/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SendOutcome;
import dev.fanlight.exporters.spi.SendOutcome.Obstacle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The outcomes that the client's exceptions mean for a batch. Any thread. */
final class KafkaOutcomes {

  /*
   *   RecordTooLarge                     too large: cut
   *   InvalidRecord, PolicyViolation     rejected for good
   *   SslAuthentication                  unreachable: certificates
   *   Authentication, Authorization      credentials: later, slowly, with a new client and secrets read again
   *   BufferExhausted                    busy
   *   ThrottlingQuotaExceeded            quota
   *   Timeout before the record is sent  unreachable: no partitions and leaders are known
   *   Timeout after it                   failure; the broker may have it
   *   Config, other of the constructor   unreachable
   *   anything else                      failure; if no retry of the client's own helps, with a new client
   */

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]{1,1000})\"");
  private static final int SHORTEST_SECRET = 4;

  private final List<Secret> secrets;

  /**
   * Creates the table of a vendor.
   *
   * @param secrets of its settings, which no message repeats
   */
  KafkaOutcomes(List<Secret> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /**
   * Returns the outcome of a failure.
   *
   * @param isSent whether a part of the batch may be with the broker
   */
  SendOutcome of(Exception e, boolean isSent) {
    if (e instanceof RecordTooLargeException) {
      return new SendOutcome.TooLarge(words(e));
    }
    if (e instanceof InvalidRecordException) {
      return new SendOutcome.Rejected("invalid_record", words(e));
    }
    if (e instanceof PolicyViolationException) {
      return new SendOutcome.Rejected("policy_violation", words(e));
    }
    if (e instanceof SslAuthenticationException) {
      return later(Obstacle.UNREACHABLE, "tls", isSent, words(e));
    }
    if (e instanceof AuthenticationException) {
      return later(Obstacle.UNAUTHORISED, "authentication", isSent, words(e));
    }
    if (e instanceof AuthorizationException) {
      return later(Obstacle.UNAUTHORISED, "authorization", isSent, words(e));
    }
    if (e instanceof BufferExhaustedException) {
      return later(Obstacle.BUSY, "client_buffer", isSent, words(e));
    }
    if (e instanceof ThrottlingQuotaExceededException) {
      return later(Obstacle.QUOTA, "quota", isSent, words(e));
    }
    if (e instanceof InvalidTopicException) {
      return later(Obstacle.FAILURE, "invalid_topic", isSent, words(e));
    }
    if (e instanceof TimeoutException) {
      return timeout(e, isSent);
    }
    if (e instanceof ConfigException || e.getCause() instanceof ConfigException) {
      return later(Obstacle.UNREACHABLE, "client", false, words(e));
    }
    return later(Obstacle.FAILURE, e instanceof ApiException ? "broker" : "client", true, words(e));
  }

  private SendOutcome timeout(Exception e, boolean isSent) {
    String message = String.valueOf(e.getMessage());
    boolean isBefore = message.contains("metadata") && !isSent;
    return isBefore
        ? later(
            Obstacle.UNREACHABLE,
            "connect",
            false,
            words(e) + "; check brokers, the topic, and whether TLS or SASL is expected")
        : later(Obstacle.FAILURE, "timeout", true, words(e));
  }

  /** Returns the outcome if the acknowledgement did not come in time. */
  SendOutcome timedOut() {
    return later(Obstacle.FAILURE, "timeout", true, "no acknowledgement within the timeout");
  }

  /** Returns the outcome if the client could not be opened in time. */
  SendOutcome notOpened() {
    return later(
        Obstacle.UNREACHABLE,
        "client",
        false,
        "the client is not open; the names of the brokers may not resolve");
  }

  private static SendOutcome later(
      Obstacle obstacle, String reason, boolean mayHaveArrived, String message) {
    return new SendOutcome.Retryable(obstacle, reason, Duration.ZERO, mayHaveArrived, message);
  }

  /** Returns true if the client is of no use after this failure: idempotent sending has ended, or the credentials are old. */
  boolean needsNewClient(Exception e) {
    if (e instanceof RecordTooLargeException
        || e instanceof InvalidRecordException
        || e instanceof PolicyViolationException
        || e instanceof RetriableException) {
      return false;
    }
    return e instanceof KafkaException || e instanceof IllegalStateException;
  }

  /** Reads the secrets again where they came from. */
  void refreshSecrets() {
    secrets.forEach(Secret::refresh);
  }

  /** Returns the exception's words and the words of its cause, without secrets. */
  private String words(Exception e) {
    String words = wordsOf(e);
    Throwable cause = e.getCause();
    if (cause != null && cause != e) {
      words += ": " + wordsOf(cause);
    }
    for (String secret : secretTexts()) {
      words = words.replace(secret, "***");
    }
    return words;
  }

  private static String wordsOf(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  /** The secrets and what is quoted in them, as the password in a login module, the longest first. */
  private List<String> secretTexts() {
    List<String> texts = new ArrayList<>();
    for (Secret secret : secrets) {
      add(secret.reveal(), texts);
      Matcher quoted = QUOTED.matcher(secret.reveal());
      while (quoted.find()) {
        add(quoted.group(1), texts);
      }
    }
    texts.sort(Comparator.comparingInt(String::length).reversed());
    return texts;
  }

  private static void add(@Nullable String text, List<String> texts) {
    if (text != null && text.length() >= SHORTEST_SECRET) {
      texts.add(text);
    }
  }
}
