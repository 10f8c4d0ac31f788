/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.logstash.logback.argument.StructuredArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String SECRET = "hunter2";

  @Test
  void values_of_secret_keys_are_masked_wherever_they_come_from() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("X-Api-Key", SECRET);
      logs.logger
          .atInfo()
          .addKeyValue("db.password", SECRET)
          .addKeyValue("form", Map.of("user", "u1", "accessToken", SECRET))
          .addKeyValue("list", List.of(Map.of("set-cookie", SECRET)))
          .log("");

      assertThat(logs.line())
          .containsEntry("labels.X-Api-Key", "****")
          .containsEntry("labels.db_password", "****")
          .hasEntrySatisfying("labels.form", form -> assertThat((String) form).contains("u1"));
      assertThat(logs.text()).doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret_key",
        "private_key_pem",
        "passwordHash",
        "sessionId",
        "x-csrf",
        "X-XSRF",
        "otp",
        "aws_secret_access_key",
        "encryption_key",
        "jwt-signing-key",
        "masterKey",
        "x-auth-key",
        "AccountKey",
        "Ocp-Apim-Subscription-Key",
        "x-functions-key",
        "applicationKey",
        "Authorization-Header",
        "passcode"
      })
  void keys_of_secrets_are_known_in_many_forms(String key) {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put(key, SECRET);
      logs.logger.info("");

      assertThat(logs.line()).containsValue("****");
      assertThat(logs.text()).doesNotContain(SECRET);
    }
  }

  @Test
  void secrets_of_arguments_are_masked_in_the_message_too() {
    try (Logs logs = Logs.capturing()) {
      Map<String, Object> form = Map.of("password", SECRET, "user", "ann");
      logs.logger
          .atInfo()
          .addArgument(StructuredArguments.keyValue("form", form))
          .addArgument(form)
          .addArgument(StructuredArguments.keyValue("pwd", "abc"))
          .addArgument(StructuredArguments.value("token", SECRET))
          .addArgument(StructuredArguments.entries(Map.of("api_key", SECRET)))
          .log("{} {} {} {} {} by ann abc");

      assertThat(logs.line())
          .hasEntrySatisfying(
              "message",
              message -> assertThat((String) message)
                  .contains("password=****", "user=ann", "pwd=****", "api_key=****")
                  .endsWith("by ann abc"));
      assertThat(logs.text()).doesNotContain(SECRET);
    }
  }

  @Test
  void credentials_in_urls_are_masked_everywhere() {
    try (Logs logs = Logs.capturing()) {
      logs.mdc.put("dsn", "https://u:hunter2@h/1");
      logs.logger
          .atError()
          .addKeyValue("list", List.of("https://u:hunter2@h/1"))
          .setCause(new IllegalStateException("no route to https://u:hunter2@h/1"))
          .log("cannot reach https://u:hunter2@h/1");

      assertThat(logs.line())
          .containsEntry("message", "cannot reach https://****@h/1")
          .containsEntry("labels.dsn", "https://****@h/1");
      assertThat(logs.text()).doesNotContain(SECRET);
    }
  }

  @Test
  void further_keys_are_masked_if_asked_for() {
    try (Logs logs = Logs.capturing(Logs.encoder(encoder -> {
      encoder.setMaskKeys("iban");
      return encoder;
    }))) {
      logs.mdc.put("customer_IBAN", SECRET);
      logs.mdc.put("password", SECRET);
      logs.mdc.put("tokens", "12");
      logs.logger.info("");

      assertThat(logs.line())
          .containsEntry("labels.customer_IBAN", "****")
          .containsEntry("labels.password", "****")
          .containsEntry("labels.tokens", "12");
    }
  }

  @Test
  void patterns_are_masked_in_messages_values_and_stack_traces() {
    try (Logs logs = Logs.capturing(Logs.encoder(encoder -> {
      encoder.addMaskPattern("\\b\\d{16}\\b");
      encoder.addMaskPattern("(?i)bearer [a-z0-9]+");
      return encoder;
    }))) {
      logs.mdc.put("note", "card 4111111111111111");
      logs.logger.error(
          "paid with 4111111111111111, Bearer abc123",
          new IllegalStateException("4111111111111111"));

      assertThat(logs.line())
          .containsEntry("message", "paid with ****, ****")
          .containsEntry("labels.note", "card ****")
          .containsEntry("error.message", "****");
      assertThat(logs.text()).doesNotContain("4111");
    }
  }
}
