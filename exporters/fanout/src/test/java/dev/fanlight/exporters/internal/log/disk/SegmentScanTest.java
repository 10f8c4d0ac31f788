/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.log.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.log.BatchRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentScanTest {

  private static final BatchRecord[] RECORDS = {
    Records.of("v1", 1), Records.of("v2", 20), Records.of("v1", 3), Records.of("v1", 400)
  };

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_record_is_read_as_it_was_written(boolean withFooter) throws Exception {
    BytesFile file = Records.segment(withFooter, RECORDS);
    SegmentScan scan = new SegmentScan(file, Records.ID);

    RecordHeader first = Objects.requireNonNull(scan.next(file.size()));
    BatchRecord record = Objects.requireNonNull(scan.read(first));

    assertThat(first.position()).isEqualTo(100);
    assertThat(first.spansBefore()).isZero();
    assertThat(record.view()).isEqualTo("v1");
    assertThat(record.spans()).isEqualTo(1);
    assertThat(record.format()).isEqualTo(RECORDS[0].format());
    assertThat(record.appendedEpochNanos()).isEqualTo(RECORDS[0].appendedEpochNanos());
    assertThat(record.bodyFor(4095).bytes()).isEqualTo(RECORDS[0].bodyFor(4095).bytes());
    assertThat(record.bodyFor(4095).messageBytes()).isEqualTo(900);
    assertThat(record.bodyFor(17).attributeLimit()).isEqualTo(Integer.MAX_VALUE);
    assertThat(texts(file)).isEqualTo(texts(RECORDS));
    assertThat(damagedBytes(file)).isZero();
  }

  /** A fuzz found that their spans were counted twice. */
  @Test
  void a_record_that_stands_there_twice_or_behind_a_later_one_is_read_once() throws Exception {
    byte[] first = Records.segment(false, RECORDS[0]).bytes();
    byte[] both = Records.segment(false, RECORDS[0], RECORDS[1]).bytes();
    byte[] copy = Arrays.copyOfRange(first, SegmentHeader.BYTES, first.length);
    byte[] doubled = Arrays.copyOf(both, both.length + copy.length);
    System.arraycopy(copy, 0, doubled, both.length, copy.length);

    List<String> texts = texts(new BytesFile(doubled));

    assertThat(texts).isEqualTo(texts(RECORDS[0], RECORDS[1]));
    assertThat(damagedBytes(new BytesFile(doubled))).isEqualTo(copy.length);
  }

  @Test
  void a_footer_tells_what_the_segment_holds() throws Exception {
    BytesFile file = Records.segment(true, RECORDS);

    SegmentSummary summary =
        Objects.requireNonNull(SegmentScan.footer(file, Records.ID, file.size()));

    assertThat(summary.spans("v1")).isEqualTo(404);
    assertThat(summary.spans("v2")).isEqualTo(20);
    assertThat(summary.spans("v3")).isZero();
    assertThat(summary.firstPosition()).isEqualTo(100);
    assertThat(summary.endPosition()).isEqualTo(104);
    assertThat(summary.oldestEpochNanos()).isEqualTo(RECORDS[0].appendedEpochNanos());
    assertThat(summary.newestEpochNanos()).isEqualTo(RECORDS[3].appendedEpochNanos());
  }

  @Test
  void whatever_byte_is_flipped_only_the_record_that_it_belongs_to_is_lost() throws Exception {
    byte[] whole = Records.segment(true, RECORDS).bytes();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] = (byte) (flipped[i] ^ (1 << (i % 8)));
      BytesFile file = new BytesFile(flipped);

      List<String> lost = new ArrayList<>(texts(RECORDS));
      lost.removeAll(texts(file));

      assertThat(texts(RECORDS)).as("byte %d", i).containsAll(texts(file));
      assertThat(lost.size()).as("byte %d", i).isEqualTo(isInBodies(i) ? 1 : 0);
    }
  }

  @Test
  void whatever_byte_is_flipped_the_spans_before_it_are_still_known() throws Exception {
    byte[] whole = Records.segment(false, RECORDS).bytes();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] = (byte) (flipped[i] ^ (1 << (i % 8)));

      assertThat(summary(new BytesFile(flipped)).spans("v1")).as("byte %d", i).isEqualTo(404);
    }
  }

  @Test
  void at_whatever_length_it_is_cut_all_before_is_read() throws Exception {
    byte[] whole = Records.segment(true, RECORDS).bytes();
    int before = 0;
    for (int length = 0; length <= whole.length; length++) {
      BytesFile file = new BytesFile(Arrays.copyOf(whole, length));

      List<String> read = texts(file);

      assertThat(read).as("length %d", length).hasSizeGreaterThanOrEqualTo(before);
      assertThat(texts(RECORDS).subList(0, read.size())).as("length %d", length).isEqualTo(read);
      before = read.size();
    }
    assertThat(before).isEqualTo(RECORDS.length);
  }

  @Test
  void a_record_that_the_file_ends_in_is_known_by_its_header() throws Exception {
    byte[] whole = Records.segment(false, RECORDS).bytes();
    int lastStart = whole.length - lengthOfLast(RECORDS);
    int lastBodies = lastStart + lengthOfHeader(RECORDS[RECORDS.length - 1]);
    for (int length = lastStart; length < whole.length; length++) {
      BytesFile file = new BytesFile(Arrays.copyOf(whole, length));
      SegmentScan scan = new SegmentScan(file, Records.ID);
      List<RecordHeader> headers = new ArrayList<>();
      RecordHeader header;
      while ((header = scan.next(file.size())) != null) {
        headers.add(header);
      }

      assertThat(headers).as("length %d", length).hasSize(length < lastBodies ? 3 : 4);
      boolean isInBodies = length >= lastBodies && length < lastBodies + RECORDS[3].sizeInBytes();
      assertThat(scan.isTorn()).as("length %d", length).isEqualTo(isInBodies);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void garbage_between_sound_records_is_passed_over(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] garbage = new byte[random.nextInt(50_000)];
    random.nextBytes(garbage);
    BatchRecord one = Records.of("v1", 1);
    List<BatchRecord> five = new ArrayList<>(List.of(RECORDS));
    five.add(0, one);
    byte[] whole = Records.segment(false, five.toArray(BatchRecord[]::new)).bytes();
    int endOfOne = Records.segment(false, one).bytes().length;
    BytesFile file = new BytesFile(Arrays.copyOf(whole, endOfOne));
    file.write(file.size(), garbage);
    file.write(file.size(), Arrays.copyOfRange(whole, endOfOne, whole.length));

    assertThat(texts(file)).hasSize(5);
    assertThat(damagedBytes(file)).isEqualTo(garbage.length);
  }

  @Test
  void a_record_of_another_segment_is_not_taken_for_one() throws Exception {
    BytesFile file = Records.segment(true, RECORDS);
    SegmentId other = Records.ID.next();

    assertThat(new SegmentScan(file, other).next(file.size())).isNull();
    assertThat(SegmentScan.footer(file, other, file.size())).isNull();
  }

  @Test
  void a_scan_goes_on_where_the_file_has_grown() throws Exception {
    BytesFile file = Records.segment(false, RECORDS);
    long end = file.size() - lengthOfLast(RECORDS);
    SegmentScan scan = new SegmentScan(file, Records.ID);
    for (int i = 0; i < 3; i++) {
      assertThat(scan.next(end)).isNotNull();
    }

    assertThat(scan.next(end)).isNull();

    assertThat(Objects.requireNonNull(scan.next(file.size())).spans()).isEqualTo(400);
  }

  @Test
  void a_segments_name_says_its_id_and_sorts_as_it_does() {
    SegmentId early = new SegmentId(5, Integer.MAX_VALUE);
    SegmentId late = new SegmentId(1_760_000_000_000_000_000L, 1);

    assertThat(SegmentId.ofFileName(late.fileName())).isEqualTo(late);
    assertThat(early.fileName()).isLessThan(late.fileName());
    assertThat(early).isLessThan(late);
    assertThat(SegmentId.ofFileName("cursors")).isNull();
    assertThat(SegmentId.ofFileName(late.fileName() + ".tmp")).isNull();
  }

  @Test
  void a_sound_header_tells_that_a_newer_program_wrote_the_file_and_a_damaged_one_does_not() {
    byte[] newer = SegmentHeader.of(Records.ID, 0);
    newer[4] = 2;
    int crc = Checksums.of(Records.ID, newer, 0, SegmentHeader.BYTES - 4);
    ByteBuffer.wrap(newer).putInt(SegmentHeader.BYTES - 4, crc);
    byte[] damaged = SegmentHeader.of(Records.ID, 0);
    damaged[4] = 2;

    assertThat(SegmentHeader.isKnown(SegmentHeader.version(newer, Records.ID))).isFalse();
    assertThat(SegmentHeader.isKnown(SegmentHeader.version(damaged, Records.ID)))
        .isTrue();
  }

  private static boolean isInBodies(int offset) {
    int at = SegmentHeader.BYTES;
    for (BatchRecord record : RECORDS) {
      at += lengthOfHeader(record);
      if (offset >= at && offset < at + record.sizeInBytes()) {
        return true;
      }
      at += record.sizeInBytes() + lengthOfHeader(record);
    }
    return false;
  }

  private static int lengthOfLast(BatchRecord[] records) {
    BatchRecord last = records[records.length - 1];
    return 2 * lengthOfHeader(last) + last.sizeInBytes();
  }

  private static int lengthOfHeader(BatchRecord record) {
    return RecordFormat.header(record, 0, 0, 0).sizeInBytes();
  }

  private static List<String> texts(BatchRecord... records) {
    return Arrays.stream(records).map(Records::text).toList();
  }

  private static List<String> texts(BytesFile file) throws Exception {
    SegmentScan scan = new SegmentScan(file, Records.ID);
    List<String> texts = new ArrayList<>();
    RecordHeader header;
    while ((header = scan.next(file.size())) != null) {
      BatchRecord record = scan.read(header);
      if (record != null) {
        texts.add(Records.text(record));
      }
    }
    return texts;
  }

  private static SegmentSummary summary(BytesFile file) throws Exception {
    SegmentScan scan = new SegmentScan(file, Records.ID);
    SegmentSummary summary = new SegmentSummary();
    RecordHeader header;
    while ((header = scan.next(file.size())) != null) {
      summary.add(header);
    }
    return summary;
  }

  private static long damagedBytes(BytesFile file) throws Exception {
    SegmentScan scan = new SegmentScan(file, Records.ID);
    while (scan.next(file.size()) != null) {
      // to the end
    }
    return scan.damagedBytes();
  }
}
