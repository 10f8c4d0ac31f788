/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.testing.FakeSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary texts, which redaction must not hurt. */
class HarmlessTextsTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "GET /orders/{id}",
        "GET /p?code=404",
        "/p?code=INVALID_ARGUMENT_VALUE",
        "/search?key=name&order=asc",
        "/p?session=morning&auth=required",
        "/items?sort_key=price&page=3",
        "/v1/list?pageToken=CAESBggDEAE&pageSize=50",
        "/v1/list?continuation_token=abc123&limit=10",
        "/login?token={token}",
        "/login?token=null&password=",
        "/p?design=1&sigma=2&mytoken=3&keyboard=qwerty",
        "/a;v=1/b;matrix=2",
        "Basic authentication failed",
        "Basic authentication failed for user admin",
        "basic understanding of authorizations",
        "Bearer token is missing",
        "bearer authentication is required by this endpoint",
        "The bearer of bad-news-from-the-north",
        "Authorization: required",
        "Unexpected token } in JSON at position 4",
        "Unexpected token: 'password' (expected identifier)",
        "password=1 is no address",
        "The password must have at least 8 characters",
        "No secret named \"db-password\" in namespace shop",
        "Key (user_id)=(42) already exists.",
        "SELECT * FROM users WHERE password = ? AND key = $1",
        "SELECT a, b FROM t WHERE code = 'A1' -- session",
        "INSERT INTO tokens (id, token) VALUES (?, ?)",
        "User{name=a, id=7, session=null}",
        "Point[x=1, y=2]",
        "{\"type\":\"key\",\"code\":404,\"tokens\":12}",
        "{\"password\":null,\"token\":true}",
        "me@example.com wrote to you@example.org: see https://example.com/a@b",
        "https://example.com:8443/users/me@example.com?view=full#top",
        "kafka://h1:9092,h2:9092/topic?acks=all",
        "java.lang.IllegalStateException: closed\n\tat a.b.C.d(C.java:12)\n\tat a.b.E.<init>(E.java:3)",
        "C:\\Users\\me\\keys\\code.txt: 100% done",
        "50%25 of %d items, 3 @ 4 EUR each",
        "// TODO @deprecated: see issue #12; fix?",
        "\u65e5\u672c\u8a9e ?\u9375=\u5024 \ud83d\ude00 @home",
        "a=b&c=d;e=f#g?h",
        "rate = tokens / second; code = exit status & 0xff",
        "Cookie consent banner shown",
        "HTTP/1.1 401 WWW-Authenticate: Basic realm=\"x\""
      })
  void a_harmless_text_stays_the_same_object(String text) {
    SpanData span = FakeSpan.named(text)
        .attributes(Attributes.builder()
            .put("exception.message", text)
            .put(text.startsWith("/") ? "http.target" : "db.query.text", text)
            .put(AttributeKey.stringArrayKey("list"), List.of(text))
            .build());

    assertThat(Rules.of(RuleSettings.DEFAULT).apply(List.of(span)).kept().get(0))
        .isSameAs(span);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "session.id",
        "code.function.name",
        "messaging.kafka.message.key",
        "gen_ai.usage.input_tokens",
        "k8s.secret.name",
        "auth.method",
        "token_count",
        "http.request.header.accept",
        "http.response.header.www-authenticate",
        "http.request.header.idempotency-key"
      })
  void a_harmless_key_keeps_its_value(String key) {
    SpanData span = FakeSpan.named("s")
        .attributes(Attributes.builder().put(key, "a1b2c3d4e5f6a7b8c9d0").build());

    assertThat(Rules.of(RuleSettings.DEFAULT).apply(List.of(span)).kept().get(0))
        .isSameAs(span);
  }
}
