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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in every part of a span that leaves the process. */
class SecretsStayInsideTest {

  private static final String SECRET = "S3CRETs3cretS3CRET42";

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http.request.header.x-auth",
        "http.request.header.authentication",
        "http.request.header.dpop",
        "http.request.header.x-session",
        "http.request.header.php-auth-pw",
        "http.request.header.x-forwarded-client-cert",
        "http.request.headers.authorization",
        "http.req.header.authorization",
        "HTTP.request.header.authorization",
        "messaging.kafka.message.header.x-api-key",
        "user.password",
        "client_secret",
        "app.apiKey"
      })
  void an_attribute_whose_key_names_a_secret_is_redacted(String key) {
    assertThat(seen(attribute(key, SECRET))).doesNotContain(SECRET).contains("[redacted]");
  }

  /** Key, blank, text with a dollar sign in place of the secret. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "url.query key=$",
        "url.query code=$",
        "url.query api_token=$",
        "url.query app_key=$",
        "url.query private_token=$",
        "url.query oauth_token=$",
        "url.query accessToken=$",
        "url.query session=$",
        "url.query auth=$",
        "url.query access%5Ftoken=$",
        "url.query user[password]=$",
        "url.query user%5Bpassword%5D=$",
        "url.query accounts[0][password]=$",
        "url.query passwords[password][0]=$",
        "url.query SAMLResponse=$",
        "url.query stripe_api_key=$",
        "url.query new-password=$",
        "url.query redirect=https%3A%2F%2Fh%2Fp%3Ftoken%3D$",
        "url.query redirect=https%3A%2F%2Fu%3A$%40h%2F",
        "url.query redirect=https%253A%252F%252Fu%253A$%2540h%252F",
        "url.path /a;jsessionid=$/b",
        "url.path /a;JSESSIONID=$?b=c",
        "http.path /login?password=$",
        "url /login?password=$",
        "url //u:$@h/p",
        "http.uri /login?token=$",
        "any /login?password=$&x=1",
        "any https:\\/\\/u:$@h\\/p",
        "any https:%2F%2Fu:$@h",
        "any {\"url\":\"https:\\/\\/u:$@h\"}",
        "any {\"user\":\"a\",\"password\":\"$\"}",
        "any {\"user\":\"a\", \"password\" : \"my $\"}",
        "any {\\\"access_token\\\":\\\"$\\\"}",
        "any https://h/?a=1\\u0026token\\u003d$",
        "any User{name=a, password=$}",
        "any --password=$",
        "any https://h/?a=1&amp;token=$",
        "process.command_line java -Dapi.key=$ -jar x.jar",
        "exception.message GET /p failed: 401, header Authorization: Bearer $",
        "exception.message Authorization: Basic $=",
        "exception.message illegal value {Authorization=[Bearer $]}",
        "exception.message bearer $",
        "exception.message {\"Authorization\":\"Bearer $\"}",
        "exception.stacktrace x.Y: BEARER $ at a.B.c(B.java:1)",
        "db.connection_string host=h password=$ user=u",
        "any redis://:$@h:6379/0"
      })
  void a_secret_inside_of_a_text_is_masked(String keyAndTemplate) {
    int blank = keyAndTemplate.indexOf(' ');
    String text = keyAndTemplate.substring(blank + 1).replace("$", SECRET);

    assertThat(seen(attribute(keyAndTemplate.substring(0, blank), text)))
        .doesNotContain(SECRET)
        .contains("REDACTED");
  }

  @Test
  void every_part_of_a_span_is_redacted() {
    String text = "GET /p?token=" + SECRET + " Bearer " + SECRET;
    Attributes attributes = attribute("a", text);
    SpanContext context = FakeSpan.named("other").getSpanContext();
    SpanData span = FakeSpan.named(text)
        .status(StatusData.create(StatusCode.ERROR, text))
        .attributes(attributes)
        .events(EventData.create(5, text, attributes, 1))
        .links(LinkData.create(context, attributes, 1))
        .scope(InstrumentationScopeInfo.builder("s").setAttributes(attributes).build())
        .resource(Resource.create(attributes));

    SpanData seen = apply(RuleSettings.DEFAULT, span);

    String masked = "GET /p?token=REDACTED Bearer REDACTED";
    assertThat(seen.getName()).isEqualTo(masked);
    assertThat(seen.getStatus().getDescription()).isEqualTo(masked);
    assertThat(seen.getEvents().get(0).getName()).isEqualTo(masked);
    assertThat(List.of(
            seen.getAttributes(),
            seen.getEvents().get(0).getAttributes(),
            seen.getLinks().get(0).getAttributes(),
            seen.getInstrumentationScopeInfo().getAttributes(),
            seen.getResource().getAttributes()))
        .containsOnly(attribute("a", masked));
  }

  @Test
  void keys_inside_of_a_map_are_redacted() {
    Attributes attributes = request(
        KeyValue.of(
            "headers",
            Value.of(
                KeyValue.of("authorization", Value.of(SECRET)),
                KeyValue.of("x-auth", Value.of(SECRET)),
                KeyValue.of("accept", Value.of("*/*")))),
        KeyValue.of("password", Value.of(SECRET)),
        KeyValue.of("accessToken", Value.of(List.of(Value.of(SECRET)))),
        KeyValue.of("code", Value.of(SECRET)),
        KeyValue.of("http.request.header.cookie", Value.of(SECRET)),
        KeyValue.of("list", Value.of(List.of(Value.of(KeyValue.of("pwd", Value.of("x")))))),
        KeyValue.of("query", Value.of("/?token=" + SECRET)),
        KeyValue.of("max_tokens", Value.of(12)),
        KeyValue.of("session_id", Value.of("7")));

    Value<?> redacted = Value.of("[redacted]");
    assertThat(redacted(RuleSettings.DEFAULT, attributes))
        .isEqualTo(request(
            KeyValue.of(
                "headers",
                Value.of(
                    KeyValue.of("authorization", redacted),
                    KeyValue.of("x-auth", redacted),
                    KeyValue.of("accept", Value.of("*/*")))),
            KeyValue.of("password", redacted),
            KeyValue.of("accessToken", redacted),
            KeyValue.of("code", redacted),
            KeyValue.of("http.request.header.cookie", redacted),
            KeyValue.of("list", Value.of(List.of(Value.of(KeyValue.of("pwd", redacted))))),
            KeyValue.of("query", Value.of("/?token=REDACTED")),
            KeyValue.of("max_tokens", Value.of(12)),
            KeyValue.of("session_id", Value.of("7"))));
  }

  @Test
  void the_rules_of_the_file_reach_keys_inside_of_a_map() {
    RuleSettings rules = new RuleSettings(
        List.of(),
        Map.of(),
        1,
        Set.of("request.email", "phone"),
        Set.of("request.id"),
        Set.of("request.debug"),
        Map.of(),
        Map.of(),
        false);
    Attributes attributes = request(
        KeyValue.of("email", Value.of("a@b.c")),
        KeyValue.of("request.email", Value.of("a@b.c")),
        KeyValue.of("id", Value.of(7)),
        KeyValue.of("debug", Value.of(true)),
        KeyValue.of("home", Value.of(KeyValue.of("phone", Value.of(123)))),
        KeyValue.of("name", Value.of("n")));

    Value<?> redacted = Value.of("[redacted]");
    String seven = "7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451";
    assertThat(redacted(rules, attributes))
        .isEqualTo(request(
            KeyValue.of("email", redacted),
            KeyValue.of("request.email", redacted),
            KeyValue.of("id", Value.of(seven)),
            KeyValue.of("home", Value.of(KeyValue.of("phone", redacted))),
            KeyValue.of("name", Value.of("n"))));
  }

  @Test
  void a_name_that_the_file_lifts_is_not_redacted_and_others_are() {
    RuleSettings rules = new RuleSettings(
        List.of(),
        Map.of(),
        1,
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        true,
        Set.of("Code", "x-session", "user_password"));
    Attributes lifted = Attributes.builder()
        .put("url.query", "code=" + SECRET + "&oauth[code]=" + SECRET)
        .put("http.request.header.x_session", SECRET)
        .put("userPassword", SECRET)
        .put("request.code", "x")
        .build();

    assertThat(redacted(rules, lifted)).isSameAs(lifted);
    assertThat(redacted(rules, attribute("url.query", "key=" + SECRET)))
        .isEqualTo(attribute("url.query", "key=REDACTED"));
    assertThat(redacted(rules, attribute("password", SECRET)))
        .isEqualTo(attribute("password", "[redacted]"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void no_planted_secret_leaves_whatever_surrounds_it(long seed) {
    Random random = new Random(seed);
    List<String> leaks = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String text = noise(random) + one(random, PLANTS).replace("$", SECRET) + noise(random);

      String seen = apply(RuleSettings.DEFAULT, FakeSpan.named(text)).getName();

      if (seen.contains(SECRET)) {
        leaks.add(text + " -> " + seen);
      }
    }

    assertThat(leaks).isEmpty();
  }

  private static final List<String> PLANTS = List.of(
      " https://u:$@h/p ",
      " https://$@h/p ",
      " /p?token=$ ",
      " /p?a=b&password=$&c=d ",
      " /p?key=$ ",
      " /a;jsessionid=$/b ",
      " Authorization: Bearer $ ",
      " basic $ ",
      " ?user[pwd]=$ ",
      " ?access%5Ftoken=$ ",
      " https:\\/\\/u:$@h ",
      " ?x=https%3A%2F%2Fu%3A$%40h ",
      " {\"secret\":\"$\"} ",
      " ;Password=$; ");

  private static final List<String> NOISE = List.of(
      "://", "@", "&", "?", "=", ";", "#", "\"", "'", "\\", "%", "%25", "%5", "{", "}", "[", "]",
      "(", "/", "//", ":", " ", "a", "Z9", "token", "key=", "Bearer", "Basic ", "\n", "\u00e9",
      "\ud800", "`", "<");

  private static String noise(Random random) {
    StringBuilder noise = new StringBuilder();
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      noise.append(one(random, NOISE));
    }
    return noise.toString();
  }

  private static String one(Random random, List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static Attributes request(KeyValue... entries) {
    return Attributes.of(AttributeKey.valueKey("request"), Value.of(entries));
  }

  private static Attributes attribute(String key, String value) {
    return Attributes.of(AttributeKey.stringKey(key), value);
  }

  private static String seen(Attributes attributes) {
    return redacted(RuleSettings.DEFAULT, attributes).toString();
  }

  private static Attributes redacted(RuleSettings settings, Attributes attributes) {
    return apply(settings, FakeSpan.named("s").attributes(attributes)).getAttributes();
  }

  private static SpanData apply(RuleSettings settings, SpanData span) {
    return Rules.of(settings).apply(List.of(span)).kept().get(0);
  }
}
