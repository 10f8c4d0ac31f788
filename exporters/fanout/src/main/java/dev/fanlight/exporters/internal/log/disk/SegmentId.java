/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which segment: unique for ever, and the order of segments.
 *
 * @param run one life of a process with the log; the epoch nanoseconds at which it began, or a little more
 * @param number of the segment in its run, from 1
 */
record SegmentId(long run, int number) implements Comparable<SegmentId> {

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{8})\\.log");

  /** The id that a file's name says; null if it is no segment's name. */
  static @Nullable SegmentId ofFileName(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return null;
    }
    return new SegmentId(
        HexFormat.fromHexDigitsToLong(matcher.group(1)), HexFormat.fromHexDigits(matcher.group(2)));
  }

  /** Sorts as the ids do. */
  String fileName() {
    return HexFormat.of().toHexDigits(run) + "-" + HexFormat.of().toHexDigits(number) + ".log";
  }

  SegmentId next() {
    return new SegmentId(run, number + 1);
  }

  @Override
  public int compareTo(SegmentId other) {
    return run == other.run ? Integer.compare(number, other.number) : Long.compare(run, other.run);
  }
}
