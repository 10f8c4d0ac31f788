/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Small batches, and segments made of them. */
final class Records {

  static final SegmentId ID = new SegmentId(0x1234_5678_9abcL, 7);
  private static final Format FORMAT = new Format("otlp", "gzip");
  private static final long APPENDED = 1_760_000_000_000_000_000L;

  private Records() {}

  /** A batch that tells its name and has as many spans. */
  static BatchRecord of(String view, int spans) {
    return of(view, spans, "body of " + spans + " for " + view);
  }

  static BatchRecord of(String view, int spans, String text) {
    return new BatchRecord(
        view,
        FORMAT,
        APPENDED + spans,
        spans,
        List.of(
            new Body(text.getBytes(StandardCharsets.UTF_8), 1000 + spans, Integer.MAX_VALUE),
            new Body("short".getBytes(StandardCharsets.UTF_8), 900, 4095)));
  }

  /** The text of the full body. */
  static String text(BatchRecord record) {
    return new String(record.bodies().get(0).bytes(), StandardCharsets.UTF_8);
  }

  /** A segment of these records, at positions from 100 on. */
  static BytesFile segment(boolean withFooter, BatchRecord... records) {
    BytesFile file = new BytesFile(SegmentHeader.of(ID, APPENDED));
    SegmentSummary summary = new SegmentSummary();
    long position = 100;
    for (BatchRecord record : records) {
      byte[] header = RecordFormat.header(record, ID, position++, summary.spans(record.view()));
      file.write(file.size(), header);
      for (Body body : record.bodies()) {
        file.write(file.size(), body.bytes());
      }
      summary.add(Objects.requireNonNull(RecordFormat.parse(ByteBuffer.wrap(header), ID)));
    }
    if (withFooter) {
      file.write(file.size(), summary.footer(ID));
    }
    return file;
  }
}
