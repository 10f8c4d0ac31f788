/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {

  private static final SecretText TEXTS = new SecretText(SecretNames.ALL);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "https://user:pass@www.example.com/ | https://REDACTED:REDACTED@www.example.com/",
        "https://token@host/x | https://REDACTED@host/x",
        "https://u:p@ss@host/x@y | https://REDACTED:REDACTED@host/x@y",
        "https://u:p/w@host/x | https://REDACTED:REDACTED@host/x",
        "https://u:p?w#x@host | https://REDACTED:REDACTED@host",
        "mongodb://u:p@h1:1,h2:2/db?replicaSet=r | mongodb://REDACTED:REDACTED@h1:1,h2:2/db?replicaSet=r",
        "https://h/p?color=blue&sig=abc | https://h/p?color=blue&sig=REDACTED",
        "https://h/p?AWSAccessKeyId=a&Signature=b&x=c | https://h/p?AWSAccessKeyId=REDACTED&Signature=REDACTED&x=c",
        "https://h/p?X-Goog-Signature=abc#frag | https://h/p?X-Goog-Signature=REDACTED#frag",
        "https://h/p?X-Amz-Credential=a/b&X-Amz-Signature=c | https://h/p?X-Amz-Credential=REDACTED&X-Amz-Signature=REDACTED",
        "/p?ACCESS_TOKEN=abc | /p?ACCESS_TOKEN=REDACTED",
        "https://h/cb#access_token=abc&state=1 | https://h/cb#access_token=REDACTED&state=1",
        "token=abc&q=1 | token=REDACTED&q=1",
        "q=1&password=a b c | q=1&password=REDACTED",
        "https://u:p@h/?token=x | https://REDACTED:REDACTED@h/?token=REDACTED",
      })
  void an_address_loses_its_credentials(String url, String scrubbed) {
    assertThat(TEXTS.inAddress(url)).isEqualTo(scrubbed);
    assertThat(TEXTS.inAddress(scrubbed)).isSameAs(scrubbed);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "https://host:8080/path?q=OpenTelemetry#SemConv",
        "https://[::1]:8080/a@b",
        "https://host/design=1?design=2&sigma=3&mytoken=4",
        "https://host/p?sig=",
        "https://host/p?sig",
        "/users/me@example.com",
        "https://host:80/users/me@example.com",
        "https://",
        "://@",
        "?&;#=",
        "kafka://h1:9092,h2:9092",
      })
  void an_address_without_credentials_is_the_same_object(String url) {
    assertThat(TEXTS.inAddress(url)).isSameAs(url);
    assertThat(TEXTS.inText(url)).isSameAs(url);
  }

  @Test
  void addresses_are_found_in_any_text() {
    assertThat(
            TEXTS.inText(
                "I/O error on GET \"https://u:p@h/x?token=abc\": refused; see http://b/?a=1&sig=s. Me@x"))
        .isEqualTo(
            "I/O error on GET \"https://REDACTED:REDACTED@h/x?token=REDACTED\": refused; see http://b/?a=1&sig=REDACTED Me@x");
    String harmless = "password=1 is no address";
    assertThat(TEXTS.inText(harmless)).isSameAs(harmless);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'token': 'abc'} | {'token': 'REDACTED'}",
        "GET /orders: bad request {'user': 'ann', 'password':'abc'} | GET /orders: bad request {'user': 'ann', 'password':'REDACTED'}",
        "/p?x=%7B%22password%22%3A%20%22abc%22%7D | /p?x=%7B%22password%22%3A%20%22REDACTED%22%7D",
        "/p?x=%7B%22password%22%3A%20%20%22abc%22%7D&y=1 | /p?x=%7B%22password%22%3A%20%20%22REDACTED%22%7D&y=1",
      })
  void a_printed_map_loses_its_secrets(String text, String scrubbed) {
    assertThat(TEXTS.inText(text)).isEqualTo(scrubbed);
    assertThat(TEXTS.inText(scrubbed)).isSameAs(scrubbed);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "can't parse 'token': unexpected end",
        "don't: a token isn't 'code': 'x'",
        "':",
        "it's 'password' : of whom"
      })
  void a_text_with_apostrophes_is_the_same_object(String text) {
    assertThat(TEXTS.inText(text)).isSameAs(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:mysql://u:p@h/db?user=u&password=p | jdbc:mysql://REDACTED:REDACTED@h/db?user=u&password=REDACTED",
        "jdbc:postgresql://h/db?user=u&password=p&ssl=true | jdbc:postgresql://h/db?user=u&password=REDACTED&ssl=true",
        "jdbc:sqlserver://h:1433;databaseName=d;user=u;password={p;q};x=1 | jdbc:sqlserver://h:1433;databaseName=d;user=u;password=REDACTED;x=1",
        "Server=h;User Id=u;Password=my secret;Database=d | Server=h;User Id=u;Password=REDACTED;Database=d",
        "Password = \"a;b\"; Server=h | Password = REDACTED; Server=h",
        "jdbc:oracle:thin:scott/tiger@//h:1521/svc | jdbc:oracle:thin:REDACTED@//h:1521/svc",
        "jdbc:oracle:thin:scott/ti:ger@h:1521:sid | jdbc:oracle:thin:REDACTED@h:1521:sid",
        "scott/tiger@orcl | REDACTED@orcl",
        "u:p@tcp(h:3306)/db | REDACTED@tcp(h:3306)/db",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc== | DefaultEndpointsProtocol=https;AccountName=a;AccountKey=REDACTED",
      })
  void a_connection_string_loses_its_credentials(String connection, String scrubbed) {
    assertThat(TEXTS.inConnection(connection)).isEqualTo(scrubbed);
    assertThat(TEXTS.inConnection(scrubbed)).isSameAs(scrubbed);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"jdbc:oracle:thin:@//h:1521/svc", "jdbc:h2:mem:test", "User=a@b;Server=h", "@", ""
      })
  void a_connection_string_without_credentials_is_the_same_object(String connection) {
    assertThat(TEXTS.inConnection(connection)).isSameAs(connection);
  }
}
