/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.util.List;

/**
 * The comparison of Zipkin and the OTLP receivers, span by span.
 *
 * @param traces number of compared traces
 * @param spansAtZipkin number of their spans at Zipkin
 * @param spansAtReceiver number of their spans at the OTLP receivers
 * @param different traces of which the spans differ or are missing
 * @param zipkin the causes of failed transfers at Zipkin
 * @param receiver the causes at the receivers
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
