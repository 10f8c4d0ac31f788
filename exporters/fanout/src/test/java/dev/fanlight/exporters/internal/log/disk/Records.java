/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import dev.fanlight.exporters.internal.log.BatchRecord;
import dev.fanlight.exporters.internal.log.BatchRecord.Body;
import dev.fanlight.exporters.internal.log.BatchRecord.Format;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Small batches, and segments made of them. */
final class Records {

  /** What follows the full body. */
  private static final String LAST_BODY = "short";

  private static final String NAME = "record ";
  private static final Pattern WHOLE = Pattern.compile("(" + NAME + "\\d+)\\.x*+" + LAST_BODY);

  static final SegmentId ID = new SegmentId(0x1234_5678_9abcL, 7);
  private static final Format FORMAT = new Format("otlp", "gzip");
  static final int ROSTER = 5;
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
            new Body(LAST_BODY.getBytes(StandardCharsets.UTF_8), 900, 4095)));
  }

  /** The text of the full body. */
  static String text(BatchRecord record) {
    return new String(record.bodies().get(0).bytes(), StandardCharsets.UTF_8);
  }

  /** A batch whose full body begins with its name, followed by so much else. */
  static BatchRecord named(int number, String view, int spans, int moreBytes) {
    return of(view, spans, NAME + number + "." + "x".repeat(moreBytes));
  }

  /** The name of a batch that has one. */
  static String name(BatchRecord record) {
    String text = text(record);
    return text.substring(0, text.indexOf('.'));
  }

  /** The number in its name. */
  static int number(BatchRecord record) {
    return Integer.parseInt(name(record).substring(NAME.length()));
  }

  /** Names of the batches whose bodies are whole in these files. */
  static Set<String> namesIn(Iterable<byte[]> files) {
    Set<String> names = new HashSet<>();
    for (byte[] file : files) {
      WHOLE
          .matcher(new String(file, StandardCharsets.ISO_8859_1))
          .results()
          .forEach(result -> names.add(result.group(1)));
    }
    return names;
  }

  /** A segment of these records, at positions from 100 on. */
  static BytesFile segment(boolean withFooter, BatchRecord... records) {
    BytesFile file = new BytesFile(SegmentHeader.of(ID, APPENDED));
    SegmentSummary summary = new SegmentSummary();
    long position = 100;
    for (BatchRecord record : records) {
      RecordHeader header =
          RecordFormat.header(record, position++, summary.spans(record.view()), ROSTER);
      byte[] encoded = RecordFormat.encode(header, ID);
      file.write(file.size(), encoded);
      for (Body body : record.bodies()) {
        file.write(file.size(), body.bytes());
      }
      file.write(file.size(), RecordFormat.trailer(encoded));
      summary.add(header);
    }
    if (withFooter) {
      file.write(file.size(), summary.footer(ID));
    }
    return file;
  }
}
