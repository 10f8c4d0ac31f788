/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.schedules.SteppedProduct;
import dev.fanlight.exporters.testing.LongProof;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults that are put into the product, and that the inputs of the build must find. */
@LongProof
@Timeout(240)
class FuzzPlantedBugsTest {

  private static final boolean FULL = "full".equals(System.getProperty("fanlight.proof"));
  private static final String IN_THE_BUILD = "a chunk is read one byte short";

  @TempDir
  Path folder;

  static Stream<Arguments> bugs() {
    return Stream.of(ofAnswers(), ofGrpc(), ofFiles(), ofDocuments())
        .flatMap(bugs -> bugs)
        .filter(bug -> FULL || bug.get()[0].equals(IN_THE_BUILD));
  }

  private static Stream<Arguments> ofAnswers() {
    return Stream.of(
        bug(
            IN_THE_BUILD,
            FuzzTargets.HTTP,
            "transport/ResponseBody",
            "if (!readExactly(length)) {",
            "if (!readExactly(length - 1)) {"),
        bug(
            "a short status line is taken",
            FuzzTargets.HTTP,
            "transport/ResponseHead",
            "return line.length() >= STATUS_TO\n",
            "return line.length() >= STATUS_FROM\n"),
        bug(
            "a length may have any characters",
            FuzzTargets.HTTP,
            "transport/ResponseHead",
            "|| !areDigits(digits, 0, digits.length())",
            "|| digits.isEmpty()"),
        bug(
            "a gzip bomb is unpacked",
            FuzzTargets.HTTP,
            "transport/ResponseBody",
            "GzipDecoder.decode(raw, KEPT_BYTES)",
            "GzipDecoder.decode(raw, 1 << 24)"),
        bug(
            "each piece that is skipped takes a buffer",
            FuzzTargets.HTTP,
            "transport/ResponseBody",
            "in.skip((int) Math.min(SKIPPED_BYTES, most))",
            "in.read(new byte[4096], 0, (int) Math.min(4096, most))"),
        bug(
            "a length in protobuf is not compared",
            FuzzTargets.HTTP,
            "wire/ProtoReader",
            "if (length < 0 || length > limit - position) {",
            "if (length < 0) {"),
        bug(
            "a vendor's words are not masked",
            FuzzTargets.HTTP,
            "text/ForeignText",
            "return cut(secrets.mask(clean, clean.length()), MAX_CHARS);",
            "return cut(clean, MAX_CHARS);"),
        bug(
            "control characters are repeated",
            FuzzTargets.HTTP,
            "text/ForeignText",
            "      case Character.CONTROL,\n          Character.FORMAT,",
            "      case"));
  }

  private static Stream<Arguments> ofGrpc() {
    return Stream.of(
        bug(
            "a part of the prefix alone is sent",
            FuzzTargets.GRPC,
            "transport/Http2Session",
            "int ofMessage = Math.max(0, from - prefix.length);",
            "int ofMessage = from + ofPrefix - prefix.length;"),
        bug(
            "padding is not compared",
            FuzzTargets.GRPC,
            "transport/Http2Session",
            "    if (length >= payload.length) {",
            "    if (length > 255) {"),
        bug(
            "an index of HPACK is not compared",
            FuzzTargets.GRPC,
            "transport/HpackDecoder",
            "if (left != 0 || !newestFirst.hasNext()) {",
            "if (left != 0) {"),
        bug(
            "a length of HPACK is not compared",
            FuzzTargets.GRPC,
            "transport/HpackDecoder",
            "if (length > block.length - position) {",
            "if (length > block.length) {"));
  }

  private static Stream<Arguments> ofFiles() {
    return Stream.of(
        bug(
            "the checksum of a body is not compared",
            FuzzTargets.DISK,
            "log/disk/SegmentScan",
            " || Checksums.of(bytes) != body.crc()) {",
            ") {"),
        bug(
            "the checksum of a header is not compared",
            FuzzTargets.DISK,
            "log/disk/RecordFormat",
            "return buffer.getInt(start + 4) == Checksums.of(",
            "return buffer.getInt(start + 4) != 1 + Checksums.of("),
        bug(
            "the checksum of a state is not compared",
            FuzzTargets.DISK,
            "log/disk/StateScan",
            "return in.getInt(at + 4) == Checksums.of(",
            "return in.getInt(at + 4) != 1 + Checksums.of("),
        bug(
            "a record that stands there twice counts twice",
            FuzzTargets.DISK,
            "log/disk/SegmentScan",
            "if (header != null && header.position() > lastPosition) {",
            "if (header != null) {"));
  }

  private static Stream<Arguments> ofDocuments() {
    return Stream.of(
        bug(
            "depth is not bounded",
            FuzzTargets.YAML,
            "config/yaml/YamlDocument",
            "if (depth > MAX_DEPTH) {",
            "if (depth > 100_000) {"),
        bug(
            "a problem is told as it stands there",
            FuzzTargets.YAML,
            "config/yaml/Problem",
            "message = ForeignText.line(message);",
            ""));
  }

  private static Arguments bug(
      String name, FuzzTargets target, String file, String right, String wrong) {
    return Arguments.of(name, target, file, right, wrong);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void a_planted_bug_is_found_by_the_inputs_of_the_build(
      String name, FuzzTargets target, String file, String right, String wrong) throws Exception {
    Object finding = new SteppedProduct()
        .change(file, right, wrong)
        .call(
            folder,
            FuzzApplication.class,
            "firstFinding",
            target.name(),
            "1",
            Integer.toString(target.inputsInTheBuild()));

    assertThat((String) finding).as(name).startsWith("seed ");
  }
}
