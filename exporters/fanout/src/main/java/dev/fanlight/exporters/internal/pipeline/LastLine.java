/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.threads.ExitHook;
import dev.fanlight.exporters.internal.threads.SuppressForbidden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The last line of a fan-out: which spans were not delivered, and why. No line is written if all spans were delivered.
 */
final class LastLine {

  /*
   * While the JVM ends, java.util.logging removes its handlers in its own shutdown hook, at the same time as this code
   * runs. So the line goes to standard error directly then, and also to the remaining handlers that write elsewhere.
   */

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private final String beginning;
  private final List<String> lost = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private String refused = "";

  /**
   * Creates a line without content.
   *
   * @param beginning the event that ends the fan-out
   */
  LastLine(String beginning) {
    this.beginning = beginning;
  }

  /**
   * Adds a vendor's spans that were given up, or still wait in a log that ends with the process.
   *
   * @param waiting buffered spans; may be zero
   * @param losses by reason; may be empty
   * @param reason the reason of the vendor's trouble; empty if it is not known
   */
  void addLost(String vendor, long waiting, Map<String, Long> losses, String reason) {
    Map<String, Long> all = new TreeMap<>(losses);
    if (waiting > 0) {
      all.merge("waiting", waiting, Long::sum);
    }
    if (!all.isEmpty()) {
      lost.add(vendor + " " + sum(all) + " (" + list(all) + (reason.isEmpty() ? "" : "; " + reason)
          + ")");
    }
  }

  /** Adds a vendor's spans that stay in a log that outlives the process; may be zero. */
  void addKept(String vendor, long spans) {
    if (spans > 0) {
      kept.add(vendor + " " + spans);
    }
  }

  /** Sets the spans that no vendor ever received, by reason; may be empty. */
  void setRefused(Map<String, Long> byReason) {
    refused = byReason.isEmpty() ? "" : sum(byReason) + " (" + list(byReason) + ")";
  }

  /**
   * Writes the line, if there is anything to say. Never throws.
   *
   * @param place of the log that outlives the process
   */
  void write(String place) {
    StringBuilder line = new StringBuilder(beginning);
    if (!lost.isEmpty()) {
      line.append("; spans not delivered, by vendor: ").append(String.join(", ", lost));
    }
    if (!refused.isEmpty()) {
      line.append("; spans refused before any vendor: ").append(refused);
    }
    if (!kept.isEmpty()) {
      line.append("; spans that stay in the log ")
          .append(place)
          .append(" and are sent after the next start, by vendor: ")
          .append(String.join(", ", kept));
    }
    if (line.length() > beginning.length()) {
      write(lost.isEmpty() && refused.isEmpty() ? Level.INFO : Level.WARNING, line.toString());
    }
  }

  private static void write(Level level, String line) {
    try {
      if (ExitHook.isJvmEnding()) {
        writeAtExit(level, line);
      } else {
        LOGGER.log(level, line);
      }
    } catch (Throwable ignored) {
      // a handler of the application's that throws, or want of memory: closing goes on
    }
  }

  @SuppressForbidden("java.util.logging may have no handler any more")
  private static void writeAtExit(Level level, String line) {
    if (!LOGGER.isLoggable(level)) {
      return;
    }
    LogRecord record = new LogRecord(level, line);
    record.setLoggerName(LOGGER.getName());
    record.setSourceClassName(LastLine.class.getName());
    record.setSourceMethodName("write");
    System.err.print(new SimpleFormatter().format(record));
    System.err.flush();
    boolean goesUp = true;
    for (Logger logger = LOGGER; logger != null && goesUp; logger = logger.getParent()) {
      for (Handler handler : logger.getHandlers()) {
        if (!(handler instanceof ConsoleHandler)) {
          handler.publish(record);
        }
      }
      goesUp = logger.getUseParentHandlers();
    }
  }

  private static long sum(Map<String, Long> byReason) {
    long sum = 0;
    for (long spans : byReason.values()) {
      sum += spans;
    }
    return sum;
  }

  private static String list(Map<String, Long> byReason) {
    StringBuilder list = new StringBuilder();
    byReason.forEach((reason, spans) ->
        list.append(list.length() == 0 ? "" : ", ").append(reason).append(' ').append(spans));
    return list.toString();
  }
}
