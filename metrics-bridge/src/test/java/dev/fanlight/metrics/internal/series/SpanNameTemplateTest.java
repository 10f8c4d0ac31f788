/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanNameTemplateTest {
  @ParameterizedTest
  @CsvSource({
    "GET /orders/4711, GET /orders/{id}",
    "GET /orders/7/items/12, GET /orders/{id}/items/{id}",
    "job-20261123, job-{id}",
    "GET /users/550e8400-e29b-41d4-a716-446655440000/cart, GET /users/{id}/cart",
    "process 4bf92f3577b34da6, process {id}",
    "deadbeef1, {id}",
    "find user#42, find user#{id}",
    "GET /a?x=99&y=abc, GET /a?x={id}&y=abc",
    "550e8400-e29b-41d4-a716-446655440000, {id}"
  })
  void ids_are_taken_out(String name, String template) {
    assertThat(SpanNameTemplate.template(name)).isEqualTo(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /orders/{id}",
        "GET /api/v1/users",
        "s3.PutObject",
        "HTTP/1.1",
        "backup us-east-1",
        "md5 of feedface",
        "SELECT shop.orders",
        "Straße 日本 🚀",
        "-",
        ""
      })
  void what_is_no_id_stays_the_same_object(String name) {
    assertThat(SpanNameTemplate.template(name)).isSameAs(name);
  }
}
