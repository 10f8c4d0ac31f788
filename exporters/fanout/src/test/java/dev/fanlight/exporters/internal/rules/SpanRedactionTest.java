/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.testing.FakeSpan;
import dev.fanlight.exporters.testing.RandomSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanRedactionTest {

  private static final RuleSettings NOTHING = new RuleSettings(
      List.of(), Map.of(), 1, Set.of(), Set.of(), Set.of(), Map.of(), Map.of(), false);

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http.request.header.cookie",
        "http.response.header.set-cookie",
        "http.response.header.set_cookie",
        "http.request.header.authorization",
        "http.request.header.Authorization",
        "http.request.header.proxy-authorization",
        "http.request.header.x-api-key",
        "http.request.header.x_api_key",
        "http.request.header.dd-api-key",
        "http.request.header.x-auth-token",
        "http.request.header.x-amz-security-token",
        "http.request.header.ocp-apim-subscription-key",
        "rpc.grpc.request.metadata.authorization",
        "rpc.request.metadata.x-csrf-token"
      })
  void headers_that_prove_who_one_is_are_redacted_for_every_vendor(String key) {
    Attributes attributes = Attributes.builder()
        .put(AttributeKey.stringArrayKey(key), List.of("s3cret", "s4cret"))
        .put("kept", "s")
        .build();

    assertThat(redacted(RuleSettings.DEFAULT, attributes))
        .isEqualTo(Attributes.builder()
            .put(AttributeKey.stringArrayKey(key), List.of("[redacted]", "[redacted]"))
            .put("kept", "s")
            .build());
    assertThat(redacted(
            RuleSettings.DEFAULT, Attributes.builder().put(key, "s3cret").build()))
        .isEqualTo(Attributes.builder().put(key, "[redacted]").build());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http.request.header.accept",
        "http.request.header.idempotency-key",
        "http.response.header.www-authenticate",
        "http.request.method",
        "cookie.jar.size"
      })
  void other_headers_and_attributes_stay(String key) {
    Attributes attributes = Attributes.builder().put(key, "value").build();

    assertThat(redacted(RuleSettings.DEFAULT, attributes)).isSameAs(attributes);
  }

  @Test
  void addresses_lose_their_credentials_wherever_they_are() {
    Attributes attributes = Attributes.builder()
        .put("url.full", "https://u:p@h/?sig=abc")
        .put("url.query", "token=abc&q=1")
        .put("http.target", "/p?password=x")
        .put("db.connection_string", "Server=h;Password=x y")
        .put(AttributeKey.stringArrayKey("http.request.header.referer"), List.of("/p?token=1"))
        .put("exception.message", "GET https://u:p@h/ failed")
        .put(AttributeKey.stringArrayKey("process.command_args"), List.of("a", "http://u:p@h"))
        .put(
            AttributeKey.valueKey("any"),
            Value.of(KeyValue.of("k", Value.of(List.of(Value.of("http://u:p@h"), Value.of(1))))))
        .build();

    assertThat(redacted(RuleSettings.DEFAULT, attributes))
        .isEqualTo(Attributes.builder()
            .put("url.full", "https://REDACTED:REDACTED@h/?sig=REDACTED")
            .put("url.query", "token=REDACTED&q=1")
            .put("http.target", "/p?password=REDACTED")
            .put("db.connection_string", "Server=h;Password=REDACTED")
            .put(
                AttributeKey.stringArrayKey("http.request.header.referer"),
                List.of("/p?token=REDACTED"))
            .put("exception.message", "GET https://REDACTED:REDACTED@h/ failed")
            .put(
                AttributeKey.stringArrayKey("process.command_args"),
                List.of("a", "http://REDACTED:REDACTED@h"))
            .put(
                AttributeKey.valueKey("any"),
                Value.of(KeyValue.of(
                    "k", Value.of(List.of(Value.of("http://REDACTED:REDACTED@h"), Value.of(1))))))
            .build());
  }

  @Test
  void names_and_descriptions_lose_credentials_too() {
    SpanData span = FakeSpan.named("GET http://u:p@h")
        .status(StatusData.create(StatusCode.ERROR, "http://u:p@h refused"))
        .events(EventData.create(5, "to http://u:p@h", Attributes.empty(), 2));

    SpanData edited = edit(RuleSettings.DEFAULT, span);

    assertThat(edited.getName()).isEqualTo("GET http://REDACTED:REDACTED@h");
    assertThat(edited.getStatus())
        .isEqualTo(StatusData.create(StatusCode.ERROR, "http://REDACTED:REDACTED@h refused"));
    assertThat(edited.getEvents())
        .containsExactly(
            EventData.create(5, "to http://REDACTED:REDACTED@h", Attributes.empty(), 2));
  }

  @Test
  void the_built_in_redaction_can_be_off() {
    assertThat(SpanRedaction.of(NOTHING)).isNull();
    Attributes secret = Attributes.builder()
        .put("http.request.header.cookie", "c")
        .put("x", "y")
        .build();

    assertThat(redacted(with(Set.of("x"), Set.of(), Set.of(), Map.of(), false), secret))
        .isEqualTo(Attributes.builder()
            .put("http.request.header.cookie", "c")
            .put("x", "[redacted]")
            .build());
  }

  @Test
  void keys_are_redacted_hashed_removed_and_renamed() {
    Attributes attributes = Attributes.builder()
        .put("user.email", "a@b.c")
        .put("user.id", "7")
        .put("user.number", 7L)
        .put(AttributeKey.longArrayKey("user.numbers"), List.of(7L, 8L))
        .put("debug", true)
        .put("http.method", "GET")
        .build();

    Attributes after = redacted(
        with(
            Set.of("user.email", "user.numbers"),
            Set.of("user.id", "user.number"),
            Set.of("debug"),
            Map.of("http.method", "http.request.method"),
            true),
        attributes);

    String seven = "7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451";
    assertThat(after)
        .isEqualTo(Attributes.builder()
            .put("user.email", "[redacted]")
            .put("user.id", seven)
            .put("user.number", seven)
            .put(AttributeKey.stringArrayKey("user.numbers"), List.of("[redacted]", "[redacted]"))
            .put("http.request.method", "GET")
            .build());
  }

  @Test
  void a_renamed_attribute_keeps_its_type_and_takes_nobodys_place() {
    RuleSettings rename =
        with(Set.of(), Set.of(), Set.of(), Map.of("a", "b", "c", "b", "n", "m"), true);

    assertThat(redacted(
            rename,
            Attributes.builder().put("a", "1").put("b", "2").put("n", 3L).build()))
        .isEqualTo(Attributes.builder().put("b", "2").put("m", 3L).build());
    assertThat(redacted(rename, Attributes.builder().put("a", "1").put("c", "2").build())
            .size())
        .isEqualTo(1);
  }

  @Test
  void renaming_carries_no_value_past_a_rule() {
    RuleSettings rules = with(
        Set.of("email"),
        Set.of("id"),
        Set.of("gone"),
        Map.of(
            "a",
            "email",
            "b",
            "id",
            "c",
            "gone",
            "d",
            "http.request.header.cookie",
            "e",
            "url.query",
            "email",
            "x"),
        true);

    Attributes after = redacted(
        rules,
        Attributes.builder()
            .put("a", "1")
            .put("b", "7")
            .put("c", "1")
            .put("d", "1")
            .put("e", "token=1")
            .put("email", "1")
            .build());

    assertThat(after)
        .isEqualTo(Attributes.builder()
            .put("email", "[redacted]")
            .put("id", "7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451")
            .put("http.request.header.cookie", "[redacted]")
            .put("url.query", "token=REDACTED")
            .put("x", "[redacted]")
            .build());
  }

  @Test
  void every_place_of_attributes_is_covered_and_dropped_counts_stay_right() {
    Attributes secret =
        Attributes.builder().put("user.email", "a@b.c").put("k", "v").build();
    Attributes clean = Attributes.builder().put("k", "v").build();
    SpanContext context = FakeSpan.named("other").getSpanContext();
    SpanData span = FakeSpan.named("s")
        .attributes(secret)
        .events(EventData.create(5, "e", secret, 4), EventData.create(6, "f", clean, 1))
        .links(LinkData.create(context, secret, 3))
        .dropped(5, 1, 2)
        .scope(InstrumentationScopeInfo.builder("scope")
            .setVersion("1")
            .setSchemaUrl("u")
            .setAttributes(secret)
            .build())
        .resource(Resource.create(secret, "schema"));

    SpanData edited = edit(with(Set.of(), Set.of(), Set.of("user.email"), Map.of(), true), span);

    assertThat(edited.getAttributes()).isEqualTo(clean);
    assertThat(edited.getTotalAttributeCount()).isEqualTo(6);
    assertThat(edited.getEvents())
        .containsExactly(EventData.create(5, "e", clean, 3), EventData.create(6, "f", clean, 1));
    assertThat(edited.getTotalRecordedEvents()).isEqualTo(3);
    assertThat(edited.getLinks()).containsExactly(LinkData.create(context, clean, 2));
    assertThat(edited.getTotalRecordedLinks()).isEqualTo(3);
    assertThat(edited.getResource()).isEqualTo(Resource.create(clean, "schema"));
    assertThat(edited.getInstrumentationScopeInfo())
        .isEqualTo(InstrumentationScopeInfo.builder("scope")
            .setVersion("1")
            .setSchemaUrl("u")
            .setAttributes(clean)
            .build());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_span_that_no_rule_touches_is_the_same_object(long seed) {
    for (SpanData span : new RandomSpans(seed).spans(100)) {
      assertThat(edit(RuleSettings.DEFAULT, span)).isSameAs(span);
    }
  }

  @Test
  void an_application_that_makes_up_keys_is_redacted_all_the_same() {
    SpanRedaction redaction = redaction(RuleSettings.DEFAULT);
    for (int i = 0; i < 10_000; i++) {
      Attributes attributes =
          Attributes.builder().put("http.request.header.x-api-key-" + i, "s").build();

      assertThat(redaction.attributes(attributes).asMap()).containsValue("[redacted]");
    }
  }

  private static RuleSettings with(
      Set<String> redact,
      Set<String> hash,
      Set<String> remove,
      Map<String, String> rename,
      boolean builtIn) {
    return new RuleSettings(
        List.of(), Map.of(), 1, redact, hash, remove, rename, Map.of(), builtIn);
  }

  private static SpanRedaction redaction(RuleSettings settings) {
    return Objects.requireNonNull(SpanRedaction.of(settings));
  }

  private static Attributes redacted(RuleSettings settings, Attributes attributes) {
    return redaction(settings).attributes(attributes);
  }

  private static SpanData edit(RuleSettings settings, SpanData span) {
    return new SpanEditor(redaction(settings)).edit(span);
  }
}
