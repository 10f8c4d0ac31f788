/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceComparerTest {
  private final List<SpanRow> atZipkin = new ArrayList<>();
  private final List<SpanRow> atReceiver = new ArrayList<>();
  private final TraceComparer harvest =
      new TraceComparer(ids -> held(atZipkin, ids), ids -> held(atReceiver, ids));

  @Test
  void the_same_spans_at_both_are_counted_once_by_cause() throws IOException {
    both(root("t1"), child("t1", "a", "session.transfer", "dns"));
    both(root("t2"));
    harvest.add("t1", 1);
    harvest.add("t2", 2);

    SpanComparison comparison = harvest.finish();

    assertThat(comparison.traces()).isEqualTo(2);
    assertThat(comparison.spansAtZipkin()).isEqualTo(3);
    assertThat(comparison.spansAtReceiver()).isEqualTo(3);
    assertThat(comparison.different()).isEmpty();
    assertThat(comparison.zipkin().of(FailureCause.DNS)).isEqualTo(1);
    assertThat(comparison.receiver().of(FailureCause.DNS)).isEqualTo(1);
  }

  @Test
  void a_trace_that_is_not_whole_yet_goes_on_waiting() throws IOException {
    atZipkin.add(root("t1"));
    harvest.add("t1", 1);
    harvest.bringIn(5);
    atReceiver.add(root("t1"));

    assertThat(harvest.finish().different()).isEmpty();
  }

  @Test
  void what_came_in_may_be_forgotten_by_the_vendors() throws IOException {
    both(root("t1"));
    harvest.add("t1", 1);
    harvest.bringIn(5);
    atZipkin.clear();
    atReceiver.clear();

    assertThat(harvest.finish().spansAtZipkin()).isEqualTo(1);
  }

  @Test
  void what_is_younger_than_asked_for_waits() throws IOException {
    harvest.add("t1", 9);
    harvest.bringIn(9);
    both(root("t1"));

    assertThat(harvest.finish().different()).isEmpty();
  }

  @Test
  void another_span_id_at_one_vendor_is_a_difference_though_the_counts_agree() throws IOException {
    atZipkin.addAll(List.of(root("t1"), child("t1", "a", "call", "")));
    atReceiver.addAll(List.of(root("t1"), child("t1", "b", "call", "")));
    harvest.add("t1", 1);

    SpanComparison comparison = harvest.finish();

    assertThat(comparison.different()).containsExactly("t1");
    assertThat(comparison.spansAtZipkin())
        .isEqualTo(comparison.spansAtReceiver())
        .isEqualTo(2);
    assertThat(comparison.traces()).isEqualTo(1);
  }

  @Test
  void a_span_that_one_side_holds_twice_is_a_difference() throws IOException {
    both(root("t1"));
    atReceiver.add(root("t1"));
    harvest.add("t1", 1);

    assertThat(harvest.finish().different()).containsExactly("t1");
  }

  @Test
  void a_trace_that_nobody_holds_is_a_difference() throws IOException {
    harvest.add("t1", 1);

    assertThat(harvest.finish().different()).containsExactly("t1");
  }

  @Test
  void a_trace_with_a_parent_missing_at_both_is_a_difference() throws IOException {
    both(root("t1"), new SpanRow("t1", "b", "gone", "SERVER", "account", "post /oauth/token", ""));
    harvest.add("t1", 1);

    assertThat(harvest.finish().different()).containsExactly("t1");
  }

  private void both(SpanRow... spans) {
    atZipkin.addAll(List.of(spans));
    atReceiver.addAll(List.of(spans));
  }

  private static SpanRow root(String trace) {
    return new SpanRow(trace, "root", "", "SERVER", "frontend", "post /login", "");
  }

  private static SpanRow child(String trace, String id, String name, String error) {
    return new SpanRow(trace, id, "root", "INTERNAL", "backend", name, error);
  }

  private static List<SpanRow> held(List<SpanRow> spans, List<String> ids) {
    return spans.stream().filter(span -> ids.contains(span.trace())).toList();
  }
}
