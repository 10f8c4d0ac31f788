/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import dev.fanlight.exporters.spi.StatusSnapshot.Failure;
import dev.fanlight.exporters.spi.StatusSnapshot.FileVersion;
import dev.fanlight.exporters.spi.StatusSnapshot.Pipeline;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The JSON of a status. It is safe inside of an HTML script too: no {@code <} and no {@code &} is written as it is. */
final class StatusJson {

  private final StringBuilder out = new StringBuilder(4_096);

  private StatusJson() {}

  static String of(StatusSnapshot status) {
    StatusJson json = new StatusJson();
    json.write(status);
    return json.out.toString();
  }

  private void write(StatusSnapshot status) {
    begin('{').number("at_epoch_millis", status.atEpochMillis());
    text("state", word(status.state()));
    write(status.pipeline());
    write(status.file());
    number("history_interval_millis", StatusSnapshot.HISTORY_INTERVAL.toMillis());
    key("vendors").begin('[');
    for (Vendor vendor : status.vendors()) {
      comma();
      write(vendor);
    }
    end(']').end('}');
  }

  private void write(Pipeline pipeline) {
    QueueSnapshot queue = pipeline.queue();
    key("pipeline").begin('{').number("ended", queue.ended());
    counts("refused", queue.refusedByReason());
    number("queued", queue.queued()).number("queue_capacity", queue.capacity());
    number("received", queue.received());
    rate("ended_per_second", pipeline.endedPerSecond());
    rate("spans_per_batch", pipeline.spansPerBatch());
    text("log_folder", pipeline.logFolder());
    number("log_bytes", pipeline.logBytes()).number("log_limit_bytes", pipeline.logLimitBytes());
    Duration untilFull = pipeline.timeUntilLogIsFull();
    if (untilFull != null) {
      number("seconds_until_log_is_full", untilFull.toSeconds());
    }
    end('}');
  }

  private void write(FileVersion file) {
    key("file").begin('{').text("documents", file.documents());
    number("version", file.version()).number("applied_epoch_millis", file.appliedEpochMillis());
    text("last_edit", file.lastEdit()).flag("newest_refused", file.isNewestRefused());
    texts("problems", file.problems()).end('}');
  }

  private void write(Vendor vendor) {
    LedgerSnapshot account = vendor.account();
    begin('{').text("name", vendor.name()).text("flow", word(vendor.flow()));
    text("flow_text", vendor.flowText()).flag("losing", vendor.isLosing());
    text("endpoint", vendor.endpoint()).texts("shares_view_with", vendor.sharesViewWith());
    number("received", account.received()).number("delivered", account.delivered());
    number("filtered", account.filtered()).number("buffered", account.buffered());
    counts("rejected", account.rejectedByReason());
    counts("dropped", account.droppedByReason());
    number("attempts", account.attempts()).text("lane", word(account.state()));
    rate("received_per_second", vendor.receivedPerSecond());
    rate("delivered_per_second", vendor.deliveredPerSecond());
    key("delivered_per_second_history").begin('[');
    for (int value : vendor.deliveredPerSecondHistory()) {
      comma();
      out.append(value);
    }
    end(']').number("buffered_bytes", vendor.bufferedBytes());
    number("oldest_age_millis", vendor.oldestAge().toMillis());
    rate("p50_answer_millis", vendor.medianAnswerTime().toNanos() / 1e6);
    rate("p99_answer_millis", vendor.p99AnswerTime().toNanos() / 1e6);
    Failure failure = vendor.lastFailure();
    if (failure != null) {
      write(failure);
    }
    end('}');
  }

  private void write(Failure failure) {
    key("last_failure").begin('{').text("message", failure.message());
    text("cure", failure.cure()).number("epoch_millis", failure.epochMillis());
    flag("over", failure.isOver()).end('}');
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private StatusJson counts(String name, Map<String, Long> counts) {
    key(name).begin('{');
    new TreeMap<>(counts).forEach((reason, count) -> key(reason).out.append(count));
    return end('}');
  }

  private StatusJson texts(String name, List<String> texts) {
    key(name).begin('[');
    for (String text : texts) {
      comma();
      quote(text);
    }
    return end(']');
  }

  private StatusJson text(String name, String text) {
    key(name).quote(text);
    return this;
  }

  private StatusJson number(String name, long value) {
    key(name).out.append(value);
    return this;
  }

  private StatusJson rate(String name, double value) {
    key(name).out.append(Math.round(value * 100) / 100.0);
    return this;
  }

  private StatusJson flag(String name, boolean value) {
    key(name).out.append(value);
    return this;
  }

  private StatusJson key(String name) {
    comma();
    quote(name);
    out.append(':');
    return this;
  }

  private StatusJson begin(char bracket) {
    out.append(bracket);
    return this;
  }

  private StatusJson end(char bracket) {
    out.append(bracket);
    return this;
  }

  private void comma() {
    char last = out.charAt(out.length() - 1);
    if (last != '{' && last != '[') {
      out.append(',');
    }
  }

  /** Writes ASCII only. A lone surrogate, which no reader of JSON has to take, becomes a replacement character. */
  private void quote(String text) {
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append((char) c);
    } else if (c >= ' ' && c <= '~' && c != '<' && c != '>' && c != '&') {
      out.append((char) c);
    } else if (Character.isBmpCodePoint(c)) {
      escape(Character.isSurrogate((char) c) ? '\ufffd' : (char) c);
    } else {
      escape(Character.highSurrogate(c));
      escape(Character.lowSurrogate(c));
    }
  }

  private void escape(char c) {
    out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
  }
}
