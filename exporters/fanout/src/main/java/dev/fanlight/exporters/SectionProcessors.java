/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.Configuration.Section;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.MessageLogger;
import dev.fanlight.exporters.spi.SectionContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processors of the file's other sections, and the barrier around them: their exceptions stay here. Immutable;
 * another version of the file makes another one.
 */
final class SectionProcessors {

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");

  /** No section. */
  static final SectionProcessors NONE = new SectionProcessors(List.of());

  private final Running[] running; // an array: the hot path makes no iterator

  private SectionProcessors(List<Running> running) {
    this.running = running.toArray(new Running[0]);
  }

  /**
   * Returns the sections of another version: equal sections continue, all other sections are shut down before their
   * successors are created. One that cannot be made is reported and left out.
   */
  SectionProcessors changedTo(List<Section> wanted, SectionContext context) {
    for (Running one : running) {
      if (!one.isIn(wanted)) {
        one.shutdown();
      }
    }
    List<Running> next = new ArrayList<>();
    for (Section section : wanted) {
      Running before = running(section);
      Running one = before == null ? create(section, context) : before;
      if (one != null) {
        next.add(one);
      }
    }
    return new SectionProcessors(next);
  }

  private @Nullable Running running(Section section) {
    for (Running one : running) {
      if (one.is(section)) {
        return one;
      }
    }
    return null;
  }

  private static @Nullable Running create(Section section, SectionContext context) {
    try {
      return new Running(section, section.provider().create(section.node(), context));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (UncheckedIOException
        | IllegalArgumentException e) { // as the SPI says: the message is enough
      LOGGER.log(Level.WARNING, leftOut(section, ForeignText.ownMessage(e)));
    } catch (Throwable e) { // a plugin's, of any kind: it costs this section
      LOGGER.log(
          Level.WARNING,
          ForeignText.loggable(e),
          () -> leftOut(section, ForeignText.ownMessage(e)));
    }
    return null;
  }

  private static String leftOut(Section section, String cause) {
    return "section \"" + section.provider().key() + "\" is left out: " + cause;
  }

  /** Returns the keys of the running sections. */
  List<String> keys() {
    List<String> keys = new ArrayList<>(running.length);
    for (Running one : running) {
      keys.add(one.section.provider().key());
    }
    return keys;
  }

  void onStart(Context parent, ReadWriteSpan span) {
    for (Running one : running) {
      one.onStart(parent, span);
    }
  }

  void onEnd(ReadableSpan span) {
    for (Running one : running) {
      one.onEnd(span);
    }
  }

  Stream<CompletableResultCode> flush() {
    return Arrays.stream(running).map(Running::flush);
  }

  /** A processor and the section it was made for. */
  private static final class Running {

    private final Section section;
    private final SpanProcessor processor;
    private final boolean wantsStart;
    private final boolean wantsEnd;
    private volatile boolean failed;

    Running(Section section, SpanProcessor processor) {
      this.section = section;
      this.processor = processor;
      this.wantsStart = processor.isStartRequired();
      this.wantsEnd = processor.isEndRequired();
    }

    boolean isIn(List<Section> sections) {
      for (Section section : sections) {
        if (is(section)) {
          return true;
        }
      }
      return false;
    }

    boolean is(Section other) {
      return section.provider() == other.provider()
          && section.fingerprint().equals(other.fingerprint());
    }

    void onStart(Context parent, ReadWriteSpan span) {
      if (wantsStart) {
        try {
          processor.onStart(parent, span);
        } catch (Throwable e) {
          report(e);
        }
      }
    }

    void onEnd(ReadableSpan span) {
      if (wantsEnd) {
        try {
          processor.onEnd(span);
        } catch (Throwable e) {
          report(e);
        }
      }
    }

    CompletableResultCode flush() {
      try {
        return Objects.requireNonNullElseGet(
            processor.forceFlush(), CompletableResultCode::ofFailure);
      } catch (Throwable e) {
        return CompletableResultCode.ofExceptionalFailure(e);
      }
    }

    void shutdown() {
      try {
        processor.shutdown();
      } catch (Throwable e) {
        report(e);
      }
    }

    /** Once: a section that fails does so at every span. */
    private void report(Throwable e) {
      if (!failed) {
        failed = true;
        LOGGER.log(
            Level.WARNING,
            ForeignText.loggable(e),
            () -> "section \"" + section.provider().key()
                + "\" failed; this is told once. Spans and vendors are not affected.");
      }
    }
  }
}
