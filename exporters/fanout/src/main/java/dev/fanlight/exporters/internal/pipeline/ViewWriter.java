/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.pipeline;

import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.reason.FilterCounts;
import dev.fanlight.exporters.internal.rules.Rules;
import dev.fanlight.exporters.internal.rules.ValueTruncation;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.wire.ChunkedEncoder;
import dev.fanlight.exporters.internal.wire.Gzip;
import dev.fanlight.exporters.internal.wire.MessageBuffer;
import dev.fanlight.exporters.spi.WireFormat;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes each batch once for all vendors of one view: rules, encoding, compression, log. The batcher's thread only.
 */
final class ViewWriter implements AutoCloseable {

  private static final int SAMPLE = 16;

  private final View view;
  private final String name;
  private final BatchLog log;
  private final Clock clock;
  private final int maxBytes;
  private final WireFormat.Encoder encoder;
  private final BatchRecord.Format format;

  // made with the first batch, on the batcher's thread: the application waits for the start
  private @Nullable Rules rules;
  private @Nullable Gzip gzip;

  private double
      bytesPerSpan; // of the last body that is large enough to tell, as it goes on the wire

  /**
   * A writer.
   *
   * @param maxBytes most bytes of a body as it goes on the wire; a batch that is larger is halved
   */
  ViewWriter(View view, int maxBytes, BatchLog log, Clock clock) {
    this.view = view;
    this.name = log.nameOf(view.definition());
    this.maxBytes = maxBytes;
    this.log = log;
    this.clock = clock;
    this.encoder = view.wire().newEncoder();
    this.format = new BatchRecord.Format(
        view.wire().name(), view.compression() == Compression.GZIP ? "gzip" : "identity");
  }

  /** By which the log knows the view. */
  String name() {
    return name;
  }

  /**
   * Writes one batch and books it for every vendor of this view. Never throws: a failure costs only its own spans.
   *
   * @param attributeLimits of the vendors that have one, in characters
   */
  void write(List<SpanData> batch, ViewLedgers vendors, SortedSet<Integer> attributeLimits) {
    Rules.Applied applied;
    try {
      if (rules == null) {
        rules = Rules.of(view.rules());
      }
      applied = rules.apply(batch);
    } catch (OutOfMemoryError e) {
      vendors.received(batch.size(), FilterCounts.NONE);
      vendors.lost(batch.size(), DropReason.INTERNAL_ERROR, e);
      return;
    } catch (Throwable e) { // the batcher goes on, and the loss is counted
      vendors.received(batch.size(), FilterCounts.NONE);
      vendors.lost(batch.size(), DropReason.RULE_ERROR, e);
      return;
    }
    vendors.received(batch.size(), applied.filtered());
    vendors.lost(applied.failed(), DropReason.RULE_ERROR, null);
    append(applied.kept(), vendors, attributeLimits);
  }

  private void append(
      List<SpanData> spans, ViewLedgers vendors, SortedSet<Integer> attributeLimits) {
    if (spans.isEmpty()) {
      return;
    }
    if (spans.size() > 1 && spans.size() * bytesPerSpan > maxBytes) {
      appendHalves(spans, vendors, attributeLimits, null);
      return;
    }
    BatchRecord record;
    try {
      record = encode(spans, attributeLimits);
    } catch (
        LinkageError e) { // of the wire, and then no span can be encoded; or of one span's class
      if (spans.size() > 1 && anyCanBeEncoded(spans)) {
        appendHalves(spans, vendors, attributeLimits, e);
      } else {
        vendors.lost(spans.size(), DropReason.ENCODING_ERROR, e);
      }
      return;
    } catch (OutOfMemoryError e) { // to try again, in halves, would take more from the application
      vendors.lost(spans.size(), DropReason.INTERNAL_ERROR, e);
      return;
    } catch (Throwable e) { // one span of them: the other spans go in smaller batches
      appendHalves(spans, vendors, attributeLimits, e);
      return;
    }
    int bytes = record.bodies().get(0).bytes().length;
    if (spans.size() >= SAMPLE) {
      bytesPerSpan = (double) bytes / spans.size();
    }
    if (bytes > maxBytes && spans.size() > 1) {
      appendHalves(spans, vendors, attributeLimits, null);
      return;
    }
    try {
      vendors.handOver(
          spans.size(), () -> log.append(record)); // from here the log answers for them
    } catch (Throwable e) { // lack of memory, or a defect: the log has no span of them
      vendors.lost(spans.size(), DropReason.INTERNAL_ERROR, e);
    }
  }

  /** Tries a few spans alone. */
  private boolean anyCanBeEncoded(List<SpanData> spans) {
    int last = spans.size() - 1;
    for (int at : new int[] {0, last / 2, last}) {
      try {
        encoder.encode(spans.subList(at, at + 1));
        return true;
      } catch (RuntimeException | LinkageError | StackOverflowError ignored) {
        // the next one may be of another class
      }
    }
    return false;
  }

  private void appendHalves(
      List<SpanData> spans,
      ViewLedgers vendors,
      SortedSet<Integer> attributeLimits,
      @Nullable Throwable why) {
    if (spans.size() == 1) {
      vendors.lost(1, DropReason.ENCODING_ERROR, why);
      return;
    }
    int middle = spans.size() / 2;
    append(spans.subList(0, middle), vendors, attributeLimits);
    append(spans.subList(middle, spans.size()), vendors, attributeLimits);
  }

  /** The full body, and a shortened one for each limit that a value of the batch breaks. */
  private BatchRecord encode(List<SpanData> spans, SortedSet<Integer> attributeLimits) {
    List<Body> bodies = new ArrayList<>(1);
    bodies.add(body(spans, Integer.MAX_VALUE));
    if (!attributeLimits.isEmpty()) {
      for (int limit : attributeLimits.headSet(ValueTruncation.longestValue(spans))) {
        bodies.add(body(new ValueTruncation(limit).apply(spans), limit));
      }
    }
    return new BatchRecord(name, format, clock.now(), spans.size(), bodies);
  }

  private Body body(List<SpanData> spans, int attributeLimit) {
    boolean isCompressed = view.compression() == Compression.GZIP;
    if (encoder instanceof ChunkedEncoder chunked) {
      MessageBuffer message = chunked.encodeInChunks(spans);
      try {
        byte[] bytes = isCompressed ? gzip().compress(message) : message.toByteArray();
        return new Body(bytes, message.size(), attributeLimit);
      } finally {
        message.clear();
      }
    }
    byte[] message = encoder.encode(spans).bytes();
    byte[] bytes = isCompressed ? gzip().compress(message) : message;
    return new Body(bytes, message.length, attributeLimit);
  }

  private Gzip gzip() {
    if (gzip == null) {
      gzip = new Gzip(Gzip.FAST);
    }
    return gzip;
  }

  @Override
  public void close() {
    if (gzip != null) {
      gzip.close();
    }
  }
}
