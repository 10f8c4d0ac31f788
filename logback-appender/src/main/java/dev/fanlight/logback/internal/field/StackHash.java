/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A hash of a throwable: equal for equal types and call paths, independent of messages, and stable across builds in which
 * only line numbers changed.
 */
final class StackHash {
  /*
   * 64-bit FNV-1a over class names and methods of the throwable and its causes. Not hashed: messages, line numbers, frames
   * after the 32nd (which only identify the servlet container), and frames of classes generated at run time, whose names
   * change with each start.
   */
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final int MAX_FRAMES = 32;
  private static final int MAX_CAUSES = 16;

  private StackHash() {}

  /** Returns the hash in 16 hexadecimal digits. */
  static String of(IThrowableProxy error) {
    long hash = OFFSET;
    @Nullable IThrowableProxy cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      hash = add(hash, cause.getClassName());
      hash = add(hash, cause.getStackTraceElementProxyArray());
      cause = cause.getCause();
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static long add(long start, StackTraceElementProxy @Nullable [] frames) {
    long hash = start;
    if (frames == null) { // a cyclic reference has no frames
      return hash;
    }
    for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
      StackTraceElement frame = frames[i].getStackTraceElement();
      if (!isMadeAtRunTime(frame)) {
        hash = add(hash, frame.getClassName());
        hash = add(hash, frame.getMethodName());
      }
    }
    return hash;
  }

  private static boolean isMadeAtRunTime(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.contains("$$")
        || type.contains("$Proxy")
        || type.startsWith("jdk.internal.reflect.")
        || type.startsWith("java.lang.invoke.")
        || frame.getMethodName().startsWith("lambda$");
  }

  private static long add(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return (hash ^ ' ') * PRIME;
  }
}
