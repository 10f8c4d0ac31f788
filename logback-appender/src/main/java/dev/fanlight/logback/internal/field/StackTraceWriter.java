/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.fanlight.logback.internal.json.JsonLine;
import org.jspecify.annotations.Nullable;

/**
 * A writer of throwables in the format of the JDK, with a maximum size.
 *
 * @param maxFrames maximum number of frames of one throwable; halved while the stack trace exceeds {@code maxBytes}
 * @param maxBytes size in bytes above which frames are removed, so that all causes remain
 * @param rootCauseFirst true if the innermost cause is written first, then each throwable that wraps it
 */
public record StackTraceWriter(int maxFrames, int maxBytes, boolean rootCauseFirst) {
  private static final int MAX_THROWABLES = 64;

  public StackTraceWriter {
    if (maxFrames < 1) {
      throw new IllegalArgumentException(
          "maxStackFrames is " + maxFrames + "; the minimum is 1 frame for each throwable");
    }
  }

  void write(JsonLine line, IThrowableProxy error) {
    line.startString();
    int frames = maxFrames;
    new Pass(line, frames).write(error, "", "");
    while (line.stringBytes() > maxBytes && frames > 1) {
      frames /= 2;
      line.rewindString(0);
      new Pass(line, frames).write(error, "", "");
    }
    line.endString(true);
  }

  /** One pass over all throwables with a maximum number of frames for each. */
  private final class Pass {
    private final JsonLine line;
    private final int frames;
    private int throwables;

    Pass(JsonLine line, int frames) {
      this.line = line;
      this.frames = frames;
    }

    private void write(IThrowableProxy error, String indent, String caption) {
      if (++throwables > MAX_THROWABLES) {
        line.append(indent + caption + "... and more\n");
        return;
      }
      @Nullable IThrowableProxy cause = error.getCause();
      if (cause == null) {
        one(error, indent, caption);
      } else if (rootCauseFirst) {
        write(cause, indent, caption);
        one(error, indent, "Wrapped by: ");
      } else {
        one(error, indent, caption);
        write(cause, indent, "Caused by: ");
      }
    }

    private void one(IThrowableProxy error, String indent, String caption) {
      line.append(indent + caption);
      if (error.isCyclic()) {
        header(error, "[CIRCULAR REFERENCE: ", "]\n");
        return;
      }
      header(error, "", "\n");
      frames(error, indent);
      IThrowableProxy[] suppressed = error.getSuppressed();
      for (int i = 0; i < suppressed.length && throwables <= MAX_THROWABLES; i++) {
        write(suppressed[i], indent + '\t', "Suppressed: ");
      }
    }

    private void header(IThrowableProxy error, String before, String after) {
      line.append(before);
      line.append(error.getClassName());
      @Nullable String message = error.getMessage();
      if (message != null) {
        line.append(": ");
        line.append(message);
      }
      line.append(after);
    }

    private void frames(IThrowableProxy error, String indent) {
      StackTraceElementProxy[] all = error.getStackTraceElementProxyArray();
      int own = all.length - error.getCommonFrames();
      int written = Math.min(own, frames);
      for (int i = 0; i < written; i++) {
        line.append(indent);
        line.append("\t");
        line.append(all[i].getSTEAsString());
        line.append("\n");
      }
      if (written < own) {
        line.append(indent + "\t... " + (own - written) + " frames left out\n");
      }
      if (error.getCommonFrames() > 0) {
        line.append(indent + "\t... " + error.getCommonFrames() + " common frames omitted\n");
      }
    }
  }
}
