/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The wire format Zipkin v2 JSON, a plugin that the fan-out finds through {@link java.util.ServiceLoader}.
 *
 * <p>{@link dev.fanlight.exporters.zipkin.ZipkinWireFormat} is the only public type. {@code ZipkinEncoder} writes spans to one
 * JSON array in the batcher's thread; it is the discontinued exporter of the SDK field by field, with a test that compares
 * both. {@code JsonArray} slices, cuts and joins encoded arrays by the positions of their elements, without parsing spans.
 *
 *
 * <p>Format: {@code [{"traceId":…,"parentId":…,"id":…,"kind":…,"name":…,"timestamp":…,"duration":…,"localEndpoint":{…},
 * "remoteEndpoint":{…},"annotations":[…],"tags":{…}},…]}, see <a href="https://zipkin.io/zipkin-api/">the Zipkin API</a>.
 * Times are in microseconds; the minimum duration is 1. Absent values have no field.
 */
@NullMarked
package dev.fanlight.exporters.zipkin;

import org.jspecify.annotations.NullMarked;
