/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.OAuth2Settings;
import dev.fanlight.exporters.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuth2ReaderTest {

  private static final String CLIENT = "token_url: https://login.example/t/token, client_id: me";

  private final FakeSurroundings surroundings = new FakeSurroundings();

  @TempDir
  private Path folder;

  @Test
  void a_vendor_of_any_type_may_have_a_client() throws IOException {
    LaneSettings lane = lane("a: {type: otlp, endpoint: https://h.example, oauth2: {" + CLIENT
        + ", client_secret: s3cret, scope: a b}}");

    OAuth2Settings oauth2 = Objects.requireNonNull(lane.oauth2());
    assertThat(oauth2.tokenUrl()).hasToString("https://login.example/t/token");
    assertThat(oauth2.clientId()).isEqualTo("me");
    assertThat(oauth2.scope()).isEqualTo("a b");
    assertThat(oauth2.clientSecret()).isEqualTo(Secret.of("s3cret"));
    assertThat(oauth2.toString() + lane).doesNotContain("s3cret").doesNotContain("login.example");
  }

  @Test
  void azure_monitor_takes_a_client_in_place_of_a_token() throws IOException {
    Files.writeString(folder.resolve("token"), "first");

    LaneSettings lane = lane("azure_monitor: {endpoint: https://h.example/p, oauth2: {" + CLIENT
        + ", client_assertion: \"${file:token}\"}}");

    Secret assertion =
        Objects.requireNonNull(Objects.requireNonNull(lane.oauth2()).clientAssertion());
    assertThat(assertion.reveal()).isEqualTo("first");
    Files.writeString(folder.resolve("token"), "second");
    assertion.refresh();
    assertThat(assertion.reveal()).isEqualTo("second");
    assertThat(lane.vendor().headers().current()).isEmpty();
  }

  @Test
  void an_unchanged_client_is_equal_to_itself() throws IOException {
    String vendor = "a: {type: otlp, endpoint: https://h.example, oauth2: {" + CLIENT
        + ", client_secret: s3cret}}";

    assertThat(lane(vendor).oauth2()).isEqualTo(lane(vendor).oauth2());
    assertThat(lane(vendor).oauth2())
        .isNotEqualTo(lane(vendor.replace("s3cret", "s3")).oauth2());
  }

  @Test
  void keys_that_do_not_fit_are_refused_at_their_location() throws IOException {
    String file = """
        vendors:
          none: {type: otlp, endpoint: https://h.example, oauth2: {%1$s}}
          both: {type: otlp, endpoint: https://h.example, oauth2: {%1$s, client_secret: a, client_assertion: b}}
          header: {type: otlp, endpoint: https://h.example, headers: {Authorization: x}, oauth2: {%1$s, client_secret: a}}
          url: {type: otlp, endpoint: https://h.example, oauth2: {client_id: me, client_secret: a}}
          userinfo: {type: otlp, endpoint: https://h.example, oauth2: {token_url: "https://u:s3cret@h/x", client_id: me, client_secret: a}}
          typo: {type: otlp, endpoint: https://h.example, oauth2: {%1$s, client_secrets: s3cret}}
          azure: {type: azure_monitor, endpoint: https://h.example/p}
          twice: {type: azure_monitor, endpoint: https://h.example/p, access_token: s3cret, oauth2: {%1$s, client_secret: a}}
        """.formatted(CLIENT);

    List<String> problems = problems(file);

    assertThat(problems)
        .anyMatch(
            each -> each.contains(":2:51: ")
                && each.contains(
                    "vendors.none.oauth2: has neither client_secret nor client_assertion; give one of them"))
        .anyMatch(
            each -> each.contains(":3:")
                && each.contains(
                    "vendors.both.oauth2.client_assertion: cannot stand beside client_secret; give one of them"))
        .anyMatch(
            each -> each.contains(":4:")
                && each.contains(
                    "vendors.header.headers: has authorization, which oauth2 sets as well; take one of them out"))
        .anyMatch(each -> each.contains(":5:") && each.contains("vendors.url.oauth2.token_url"))
        .anyMatch(
            each -> each.contains(":6:") && each.contains("vendors.userinfo.oauth2.token_url"))
        .anyMatch(each -> each.contains(":7:") && each.contains("did you mean client_secret?"))
        .anyMatch(each -> each.contains(":8:")
            && each.contains("give access_token or oauth2, one of them; 0 are there"))
        .anyMatch(each -> each.contains(":9:")
            && each.contains("give access_token or oauth2, one of them; 2 are there"))
        .hasSize(8)
        .noneMatch(each -> each.contains("s3cret"));
  }

  @Test
  void a_token_endpoint_without_tls_is_warned_of() throws IOException {
    List<String> problems = problems("""
        vendors:
          a: {type: otlp, endpoint: https://h.example, oauth2: {token_url: http://login.example/t, client_id: me, client_secret: a}}
          b: {type: otlp, endpoint: https://h.example, oauth2: {token_url: http://localhost:1/t, client_id: me, client_secret: a}}
          c: {type: otlp, endpoint: http://h.example, oauth2: {token_url: https://login.example/t, client_id: me, client_secret: a}}
        """);

    assertThat(problems)
        .hasSize(2)
        .anyMatch(
            each -> each.contains(":2:57: ")
                && each.contains(
                    "vendors.a.oauth2.token_url: warning: credentials go over the network in clear, since the token endpoint is http; use https"))
        .anyMatch(each ->
            each.contains(":4:") && each.contains("vendors.c.endpoint: warning: credentials go"));
  }

  private LaneSettings lane(String vendor) throws IOException {
    LoadResult loaded = load("vendors: {" + vendor + "}");
    assertThat(loaded.problems()).isEmpty();
    return FakeSurroundings.usable(loaded).fanout().lanes().get(0);
  }

  private List<String> problems(String document) throws IOException {
    return load(document).problems().stream().map(Problem::toString).toList();
  }

  private LoadResult load(String document) throws IOException {
    return surroundings.load(
        ConfigSource.of(Files.writeString(folder.resolve("fanlight.yaml"), document)));
  }
}
