/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.Lease;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.log.MemoryLog;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.internal.wire.OtlpWire;
import dev.fanlight.exporters.spi.EncodedBatch;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.WireFormat;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.ForwardingLog;
import dev.fanlight.exporters.testing.ManualClock;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewWriterTest {

  private static final SortedSet<Integer> NO_LIMITS = new TreeSet<>();
  private static final RuleSettings PASS_ALL = new RuleSettings(
      List.of(), Map.of(), 1, Set.of(), Set.of(), Set.of(), Map.of(), Map.of(), false);

  private final MemoryLog log = new MemoryLog(64 << 20);
  private final LogReader reader = log.newReader(
      new ReaderSettings("a", "", Duration.ZERO), new Ledger("a"), (spans, reason) -> {}, () -> {});
  private final Ledger ledger = new Ledger("a");
  private final List<String> told = new ArrayList<>();

  @Test
  void a_batch_is_one_record_for_all_vendors_of_the_view() {
    Ledger other = new Ledger("b");

    writer(new OtlpWire(), Compression.GZIP, 1 << 20)
        .write(spans(100), vendors(ledger, other), NO_LIMITS);

    assertThat(records()).singleElement().satisfies(record -> {
      assertThat(record.spans()).isEqualTo(100);
      assertThat(record.bodies()).hasSize(1);
      assertThat(record.format()).isEqualTo(new BatchRecord.Format("otlp", "gzip"));
    });
    assertThat(account(ledger).buffered()).isEqualTo(100);
    assertThat(account(other).buffered()).isEqualTo(100);
  }

  @Test
  void a_batch_that_encodes_over_the_bound_is_halved_down_to_single_spans() {
    writer(new OtlpWire(), Compression.NONE, 2_000).write(spans(64), vendors(ledger), NO_LIMITS);

    List<BatchRecord> records = records();
    assertThat(records.stream().mapToInt(BatchRecord::spans).sum()).isEqualTo(64);
    assertThat(records)
        .allMatch(record -> record.spans() == 1 || record.bodies().get(0).bytes().length <= 2_000);
    assertThat(records.size()).isGreaterThan(1);
  }

  @Test
  void a_vendor_whose_attribute_limit_a_value_breaks_has_a_body_of_its_own() {
    SpanData lengthy = FakeSpan.named("long")
        .attributes(Attributes.builder().put("note", "x".repeat(5_000)).build());
    SortedSet<Integer> limits = new TreeSet<>(Set.of(1_000, 4_095, 32_000));

    writer(new OtlpWire(), Compression.NONE, 1 << 20)
        .write(List.of(lengthy), vendors(ledger), limits);

    BatchRecord record = records().get(0);
    assertThat(record.bodies())
        .extracting(BatchRecord.Body::attributeLimit)
        .containsExactly(Integer.MAX_VALUE, 1_000, 4_095);
    assertThat(record.bodyFor(4_095).messageBytes())
        .isLessThan(record.bodyFor(32_000).messageBytes());
    assertThat(record.bodyFor(32_000)).isSameAs(record.bodies().get(0));
    assertThat(record.spans()).isEqualTo(1);
  }

  @Test
  void within_all_limits_there_is_one_body() {
    writer(new OtlpWire(), Compression.NONE, 1 << 20)
        .write(spans(10), vendors(ledger), new TreeSet<>(Set.of(100_000)));

    assertThat(records()).allMatch(record -> record.bodies().size() == 1);
  }

  @Test
  void what_cannot_be_encoded_is_dropped_and_counted() {
    writer(new BrokenWire(), Compression.NONE, 1 << 20).write(spans(5), vendors(ledger), NO_LIMITS);

    assertThat(records()).isEmpty();
    assertThat(account(ledger).droppedByReason()).isEqualTo(Map.of("encoding_error", 5L));
    assertThat(account(ledger).addsUp()).isTrue();
    assertThat(told).containsExactly("5 encoding_error java.lang.NoClassDefFoundError");
  }

  @Test
  void one_span_that_cannot_be_encoded_costs_itself_only() {
    WireFormat wire = new PickyWire();
    List<SpanData> spans = new ArrayList<>(spans(20));
    spans.add(7, FakeSpan.named("bad"));

    writer(wire, Compression.NONE, 1 << 20).write(spans, vendors(ledger), NO_LIMITS);

    assertThat(records().stream().mapToInt(BatchRecord::spans).sum()).isEqualTo(20);
    assertThat(account(ledger).droppedByReason()).isEqualTo(Map.of("encoding_error", 1L));
  }

  @Test
  void one_span_whose_class_lacks_a_method_costs_itself_only() {
    SpanData old = new DelegatingSpanData(FakeSpan.named("old")) {
      @Override
      public List<LinkData> getLinks() {
        throw new AbstractMethodError("as a class that was compiled against an older SDK");
      }
    };
    for (int at : List.of(0, 7, 10, 20)) {
      List<SpanData> spans = new ArrayList<>(spans(20));
      spans.add(at, old);

      writer(new View(new OtlpWire(), PASS_ALL, Compression.NONE, "v"), 1 << 20)
          .write(spans, vendors(ledger), NO_LIMITS);
    }

    assertThat(records().stream().mapToInt(BatchRecord::spans).sum()).isEqualTo(80);
    assertThat(account(ledger).droppedByReason().values()).containsExactly(4L);
  }

  @Test
  void a_wire_whose_library_is_not_all_there_is_tried_a_few_times_for_a_batch() {
    AtomicInteger calls = new AtomicInteger();
    WireFormat wire = new BrokenWire() {
      @Override
      public Encoder newEncoder() {
        return spans -> {
          calls.incrementAndGet();
          throw new NoClassDefFoundError("com/example/Gone");
        };
      }
    };

    writer(wire, Compression.NONE, 1 << 20).write(spans(1_000), vendors(ledger), NO_LIMITS);

    assertThat(calls.get()).isLessThanOrEqualTo(5);
    assertThat(told).containsExactly("1000 encoding_error java.lang.NoClassDefFoundError");
  }

  @Test
  void want_of_memory_is_no_reason_to_encode_again_in_smaller_batches() {
    AtomicInteger calls = new AtomicInteger();
    WireFormat wire = new BrokenWire() {
      @Override
      public Encoder newEncoder() {
        return spans -> {
          calls.incrementAndGet();
          throw new OutOfMemoryError("on purpose");
        };
      }
    };

    writer(wire, Compression.NONE, 1 << 20).write(spans(20), vendors(ledger), NO_LIMITS);

    assertThat(calls).hasValue(1);
    assertThat(account(ledger).droppedByReason()).isEqualTo(Map.of("internal_error", 20L));
  }

  @Test
  void a_batch_that_is_as_large_as_the_one_before_it_is_cut_before_it_is_encoded() {
    List<Integer> encoded = new ArrayList<>();
    WireFormat wire = new BrokenWire() {
      @Override
      public Encoder newEncoder() {
        return spans -> {
          encoded.add(spans.size());
          return new EncodedBatch(new byte[100 * spans.size()], spans.size());
        };
      }
    };
    ViewWriter writer = writer(wire, Compression.NONE, 5_000);

    writer.write(spans(80), vendors(ledger), NO_LIMITS);
    writer.write(spans(80), vendors(ledger), NO_LIMITS);

    assertThat(encoded).containsExactly(80, 40, 40, 40, 40);
  }

  @Test
  void what_the_rules_keep_from_a_vendor_is_filtered() {
    RuleSettings none = new RuleSettings(
        List.of(), Map.of(), 0, Set.of(), Set.of(), Set.of(), Map.of(), Map.of(), true);
    View view = new View(new OtlpWire(), none, Compression.NONE, "v");

    writer(view, 1 << 20).write(spans(5), vendors(ledger), NO_LIMITS);

    assertThat(records()).isEmpty();
    assertThat(account(ledger).filteredByReason()).isEqualTo(Map.of("sample", 5L));
  }

  @Test
  void what_the_log_cannot_take_is_dropped_and_counted() {
    BatchLog full = new ForwardingLog(log) {
      @Override
      public void append(BatchRecord record) {
        throw new OutOfMemoryError("on purpose");
      }
    };

    new ViewWriter(
            new View(new OtlpWire(), RuleSettings.DEFAULT, Compression.NONE, "v"),
            1 << 20,
            full,
            new ManualClock())
        .write(spans(5), vendors(ledger), NO_LIMITS);

    assertThat(account(ledger).droppedByReason()).isEqualTo(Map.of("internal_error", 5L));
    assertThat(account(ledger).buffered()).isZero();
    assertThat(told).containsExactly("5 internal_error java.lang.OutOfMemoryError");
  }

  private ViewLedgers vendors(Ledger... ledgers) {
    return new ViewLedgers() {
      @Override
      public void received(int spans, FilterCounts filteredOfThem) {
        for (Ledger one : ledgers) {
          one.received(spans, filteredOfThem);
        }
      }

      @Override
      public void lost(int spans, DropReason reason, @Nullable Throwable why) {
        for (Ledger one : ledgers) {
          one.dropped(spans, reason);
        }
        if (spans > 0) {
          told.add(spans + " " + reason.code()
              + (why == null ? "" : " " + why.getClass().getName()));
        }
      }
    };
  }

  private ViewWriter writer(WireFormat wire, Compression compression, int maxBytes) {
    return writer(new View(wire, RuleSettings.DEFAULT, compression, "v"), maxBytes);
  }

  private ViewWriter writer(View view, int maxBytes) {
    reader.follow(log.nameOf(view.definition()));
    return new ViewWriter(view, maxBytes, log, new ManualClock());
  }

  private List<BatchRecord> records() {
    List<BatchRecord> records = new ArrayList<>();
    for (Lease lease = reader.take(1, 1); lease != null; lease = reader.take(1, 1)) {
      records.addAll(lease.records());
    }
    return records;
  }

  private static LedgerSnapshot account(Ledger ledger) {
    return ledger.account(LedgerSnapshot.State.UP);
  }

  private static List<SpanData> spans(int count) {
    return new RandomSpans(1).spans(count);
  }

  /** A wire that cannot encode a span of the name "bad". */
  private static final class PickyWire extends BrokenWire {

    @Override
    public Encoder newEncoder() {
      return spans -> {
        if (spans.stream().anyMatch(span -> span.getName().equals("bad"))) {
          throw new IllegalArgumentException("bad");
        }
        return new EncodedBatch(new byte[spans.size()], spans.size());
      };
    }
  }

  /** A wire whose library is not all there. */
  private static class BrokenWire implements WireFormat {

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public Encoder newEncoder() {
      return BrokenWire::encode;
    }

    private static EncodedBatch encode(Collection<SpanData> spans) {
      throw new NoClassDefFoundError("com/example/Gone");
    }

    @Override
    public List<EncodedBatch> slice(EncodedBatch batch, int maxSpans, int maxBytes) {
      return List.of(batch);
    }

    @Override
    public EncodedBatch join(List<EncodedBatch> batches) {
      return batches.get(0);
    }
  }
}
