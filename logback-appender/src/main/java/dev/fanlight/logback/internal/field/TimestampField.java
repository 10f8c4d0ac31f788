/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import dev.fanlight.logback.internal.json.JsonLine;
import java.time.Instant;
import java.util.List;

/** The time of the event: ISO 8601, UTC, always nine fractional digits, so that lines sort as text. */
record TimestampField(FieldKey key) implements LogField {
  private static final int SECONDS_PER_DAY = 86_400;

  @Override
  public List<FieldKey> keys() {
    return List.of(key);
  }

  @Override
  public void write(LineBuffer buffer) {
    buffer.line().key(key);
    write(buffer.line(), EventTime.of(buffer.event()));
  }

  /*
   * Conversion of days to a date in the proleptic Gregorian calendar; years start on 1 March so that the leap day is last:
   * Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. For years 0 to 9999.
   */
  static void write(JsonLine line, Instant instant) {
    long seconds = instant.getEpochSecond();
    long shifted = Math.floorDiv(seconds, SECONDS_PER_DAY) + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long marchMonth = (5 * dayOfYear + 2) / 153;
    long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    long day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    long second = Math.floorMod(seconds, SECONDS_PER_DAY);

    line.put('"');
    line.digits(year, 4);
    line.put('-');
    line.digits(month, 2);
    line.put('-');
    line.digits(day, 2);
    line.put('T');
    line.digits(second / 3600, 2);
    line.put(':');
    line.digits(second / 60 % 60, 2);
    line.put(':');
    line.digits(second % 60, 2);
    line.put('.');
    line.digits(instant.getNano(), 9);
    line.put('Z');
    line.put('"');
  }
}
