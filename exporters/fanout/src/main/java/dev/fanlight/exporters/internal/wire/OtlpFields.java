/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

/** The tags of OTLP's fields. */
final class OtlpFields {

  /*
   * opentelemetry-proto 1.11.0, opentelemetry/proto/{collector/trace/v1/trace_service,trace/v1/trace,resource/v1/resource,
   * common/v1/common}.proto. A tag is the field's number, shifted by three, and its wire type: 0 varint, 1 fixed64,
   * 2 length-delimited, 5 fixed32. A field that has its default value is left out, but for members of a oneof and for
   * messages.
   *
   *   message                     number  field                      type
   *   ExportTraceServiceRequest        1  resource_spans             ResourceSpans…
   *   ResourceSpans                    1  resource                   Resource
   *                                    2  scope_spans                ScopeSpans…
   *                                    3  schema_url                 string
   *   Resource                         1  attributes                 KeyValue…
   *   ScopeSpans                       1  scope                      InstrumentationScope
   *                                    2  spans                      Span…
   *                                    3  schema_url                 string
   *   InstrumentationScope             1  name                       string
   *                                    2  version                    string
   *                                    3  attributes                 KeyValue…
   *   Span                             1  trace_id                   bytes, 16
   *                                    2  span_id                    bytes, 8
   *                                    3  trace_state                string
   *                                    4  parent_span_id             bytes, 8
   *                                    5  name                       string
   *                                    6  kind                       enum
   *                                    7  start_time_unix_nano       fixed64
   *                                    8  end_time_unix_nano         fixed64
   *                                    9  attributes                 KeyValue…
   *                                   10  dropped_attributes_count   uint32
   *                                   11  events                     Event…
   *                                   12  dropped_events_count       uint32
   *                                   13  links                      Link…
   *                                   14  dropped_links_count        uint32
   *                                   15  status                     Status
   *                                   16  flags                      fixed32
   *   Event                            1  time_unix_nano             fixed64
   *                                    2  name                       string
   *                                    3  attributes                 KeyValue…
   *                                    4  dropped_attributes_count   uint32
   *   Link                             1  trace_id                   bytes, 16
   *                                    2  span_id                    bytes, 8
   *                                    3  trace_state                string
   *                                    4  attributes                 KeyValue…
   *                                    5  dropped_attributes_count   uint32
   *                                    6  flags                      fixed32
   *   Status                           2  message                    string
   *                                    3  code                       enum
   *   KeyValue                         1  key                        string
   *                                    2  value                      AnyValue
   *   AnyValue (oneof)                 1  string_value               string
   *                                    2  bool_value                 bool
   *                                    3  int_value                  int64
   *                                    4  double_value               double
   *                                    5  array_value                ArrayValue
   *                                    6  kvlist_value               KeyValueList
   *                                    7  bytes_value                bytes
   *   ArrayValue, KeyValueList         1  values                     AnyValue…, KeyValue…
   *
   * Not written: Resource.entity_refs, which the SDK has in internal classes only.
   */

  static final int RESOURCE_SPANS = 1 << 3 | 2;
  static final int RESOURCE = 1 << 3 | 2;
  static final int SCOPE_SPANS = 2 << 3 | 2;
  static final int RESOURCE_SCHEMA_URL = 3 << 3 | 2;
  static final int RESOURCE_ATTRIBUTES = 1 << 3 | 2;
  static final int SCOPE = 1 << 3 | 2;
  static final int SPANS = 2 << 3 | 2;
  static final int SCOPE_SCHEMA_URL = 3 << 3 | 2;
  static final int SCOPE_NAME = 1 << 3 | 2;
  static final int SCOPE_VERSION = 2 << 3 | 2;
  static final int SCOPE_ATTRIBUTES = 3 << 3 | 2;

  static final int SPAN_TRACE_ID = 1 << 3 | 2;
  static final int SPAN_ID = 2 << 3 | 2;
  static final int SPAN_TRACE_STATE = 3 << 3 | 2;
  static final int SPAN_PARENT_ID = 4 << 3 | 2;
  static final int SPAN_NAME = 5 << 3 | 2;
  static final int SPAN_KIND = 6 << 3;
  static final int SPAN_START = 7 << 3 | 1;
  static final int SPAN_END = 8 << 3 | 1;
  static final int SPAN_ATTRIBUTES = 9 << 3 | 2;
  static final int SPAN_DROPPED_ATTRIBUTES = 10 << 3;
  static final int SPAN_EVENTS = 11 << 3 | 2;
  static final int SPAN_DROPPED_EVENTS = 12 << 3;
  static final int SPAN_LINKS = 13 << 3 | 2;
  static final int SPAN_DROPPED_LINKS = 14 << 3;
  static final int SPAN_STATUS = 15 << 3 | 2;
  static final int SPAN_FLAGS = 16 << 3 | 5; // of two bytes, the only one

  static final int EVENT_TIME = 1 << 3 | 1;
  static final int EVENT_NAME = 2 << 3 | 2;
  static final int EVENT_ATTRIBUTES = 3 << 3 | 2;
  static final int EVENT_DROPPED_ATTRIBUTES = 4 << 3;

  static final int LINK_TRACE_ID = 1 << 3 | 2;
  static final int LINK_SPAN_ID = 2 << 3 | 2;
  static final int LINK_TRACE_STATE = 3 << 3 | 2;
  static final int LINK_ATTRIBUTES = 4 << 3 | 2;
  static final int LINK_DROPPED_ATTRIBUTES = 5 << 3;
  static final int LINK_FLAGS = 6 << 3 | 5;

  static final int STATUS_MESSAGE = 2 << 3 | 2;
  static final int STATUS_CODE = 3 << 3;

  static final int KEY_VALUE_KEY = 1 << 3 | 2;
  static final int KEY_VALUE_VALUE = 2 << 3 | 2;
  static final int STRING_VALUE = 1 << 3 | 2;
  static final int BOOL_VALUE = 2 << 3;
  static final int INT_VALUE = 3 << 3;
  static final int DOUBLE_VALUE = 4 << 3 | 1;
  static final int ARRAY_VALUE = 5 << 3 | 2;
  static final int KEY_VALUE_LIST_VALUE = 6 << 3 | 2;
  static final int BYTES_VALUE = 7 << 3 | 2;
  static final int VALUES = 1 << 3 | 2;

  private OtlpFields() {}
}
