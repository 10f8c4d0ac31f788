/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.List;

/**
 * Zipkin and the OTLP receivers held against each other, span by span.
 *
 * @param traces how many traces were asked for
 * @param spansAtZipkin how many spans of them Zipkin holds
 * @param spansAtReceiver how many the OTLP receivers hold
 * @param different the traces whose spans are not the same at both, or are not there
 * @param zipkin the causes of failed transfers at Zipkin
 * @param receiver the same at the receivers
 */
record SpanComparison(
    long traces,
    long spansAtZipkin,
    long spansAtReceiver,
    List<String> different,
    CauseCounter zipkin,
    CauseCounter receiver) {
  SpanComparison {
    different = List.copyOf(different);
  }
}
