/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fanlight.exporters.internal.config.Configuration.Section;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.testing.EndedSpan;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class SectionProcessorsTest {

  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void what_a_plugin_throws_never_reaches_the_application() {
    try (FanlightSpanProcessor switchboard =
        new FanlightSpanProcessor(Clock.getDefault(), MeterProvider.noop())) {
      SectionProcessors sections = SectionProcessors.NONE.changedTo(
          List.of(new Section(new BrokenPlugin(), new NoKeys(), Fingerprint.of(List.of("1")))),
          switchboard);

      assertThatCode(() -> sections.onEnd(new EndedSpan(FakeSpan.named("span"))))
          .doesNotThrowAnyException();
      assertThat(sections.flush().toList()).noneMatch(CompletableResultCode::isSuccess);
      assertThatCode(() -> sections.changedTo(List.of(), switchboard)).doesNotThrowAnyException();
      assertThat(calls).hasValue(3);
    }
  }

  @Test
  void one_that_cannot_be_made_is_left_out_and_not_said_to_run() {
    SectionProvider notThere = new BrokenPlugin() {
      @Override
      public SpanProcessor create(ConfigNode node, SectionContext context) {
        throw new NoClassDefFoundError("com/example/Gone");
      }
    };
    try (FanlightSpanProcessor switchboard =
        new FanlightSpanProcessor(Clock.getDefault(), MeterProvider.noop())) {
      SectionProcessors sections = SectionProcessors.NONE.changedTo(
          List.of(
              new Section(notThere, new NoKeys(), Fingerprint.of(List.of("1"))),
              new Section(new BrokenPlugin(), new NoKeys(), Fingerprint.of(List.of("2")))),
          switchboard);

      assertThat(sections.keys()).containsExactly("broken");
    }
  }

  @Test
  void a_section_that_cannot_open_its_file_is_one_line_without_a_stack_trace() {
    SectionProvider unopened = new BrokenPlugin() {
      @Override
      public SpanProcessor create(ConfigNode node, SectionContext context) {
        throw new UncheckedIOException("its folder must exist", new IOException("absent"));
      }
    };
    Logger logger = Logger.getLogger("dev.fanlight.exporters");
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Handler handler = new Handler() {
      @Override
      public void publish(LogRecord record) {
        records.add(record);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
    logger.addHandler(handler);
    try (FanlightSpanProcessor switchboard =
        new FanlightSpanProcessor(Clock.getDefault(), MeterProvider.noop())) {
      SectionProcessors.NONE.changedTo(
          List.of(new Section(unopened, new NoKeys(), Fingerprint.of(List.of("1")))), switchboard);
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(records)
        .filteredOn(record -> record.getMessage().contains("is left out"))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.getMessage())
              .isEqualTo("section \"broken\" is left out: its folder must exist");
          assertThat(record.getThrown()).isNull();
        });
  }

  @Test
  @SuppressWarnings("NullAway") // what the interface forbids
  void a_flush_that_returns_nothing_has_failed() {
    SectionProvider silent = new BrokenPlugin() {
      @Override
      public CompletableResultCode forceFlush() {
        return null;
      }
    };
    try (FanlightSpanProcessor switchboard =
        new FanlightSpanProcessor(Clock.getDefault(), MeterProvider.noop())) {
      SectionProcessors sections = SectionProcessors.NONE.changedTo(
          List.of(new Section(silent, new NoKeys(), Fingerprint.of(List.of("1")))), switchboard);

      assertThat(sections.flush().toList())
          .singleElement()
          .satisfies(result -> assertThat(result.isSuccess()).isFalse());
    }
  }

  private class BrokenPlugin implements SectionProvider, SpanProcessor {

    @Override
    public String key() {
      return "broken";
    }

    @Override
    public String doc() {
      return "Fails.";
    }

    @Override
    public List<ConfigKey<?>> keys() {
      return List.of();
    }

    @Override
    public SpanProcessor create(ConfigNode node, SectionContext context) {
      return this;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      throw gone();
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public CompletableResultCode forceFlush() {
      throw gone();
    }

    @Override
    public CompletableResultCode shutdown() {
      throw gone();
    }

    private LinkageError gone() {
      calls.incrementAndGet();
      return new NoClassDefFoundError("com/example/Gone");
    }
  }

  private static final class NoKeys implements ConfigNode {

    @Override
    public <T> T get(ConfigKey<T> key) {
      throw new IllegalArgumentException("no keys were declared");
    }

    @Override
    public boolean has(ConfigKey<?> key) {
      return false;
    }

    @Override
    public IllegalArgumentException refuse(ConfigKey<?> key, String message) {
      return new IllegalArgumentException(message);
    }
  }
}
