/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of the includes: what cannot be used gives way to the documented default, and one warning says so. */
class SettingDefinerTest {
  private final LoggerContext context = new LoggerContext();

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "FANLIGHT_LOG_LEVEL_IS_UNDEFINED"})
  void an_empty_setting_is_not_set(String empty) {
    assertThat(value("FANLIGHT_LOG_LEVEL", empty)).isEqualTo("INFO");
    assertThat(value("FANLIGHT_LOG_QUEUE", empty)).isEqualTo("8192");
    assertThat(value("FANLIGHT_LOG_FILE", empty)).isEqualTo("fanlight-log.json");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_setting_that_is_not_there_is_not_set() {
    assertThat(value("FANLIGHT_LOG_LEVEL", null)).isEqualTo("INFO");
    assertThat(warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"debug,DEBUG", "' WARN ',WARN", "Off,OFF", "all,ALL"})
  void a_level_may_be_written_in_any_case(String given, String level) {
    assertThat(value("FANLIGHT_LOG_LEVEL", given)).isEqualTo(level);
    assertThat(warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WARNING", "verbose", "30000", "INFO,DEBUG"})
  void an_unknown_level_is_reported_and_info_is_taken(String given) {
    assertThat(value("FANLIGHT_LOG_LEVEL", given)).isEqualTo("INFO");
    assertThat(warnings()).singleElement().asString().contains("FANLIGHT_LOG_LEVEL", given, "INFO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8k", "0", "-1", "2000000000", "99999999999", "1.5"})
  void a_size_that_no_queue_can_have_is_reported_and_the_default_is_taken(String given) {
    assertThat(value("FANLIGHT_LOG_QUEUE", given)).isEqualTo("8192");
    assertThat(warnings()).singleElement().asString().contains("FANLIGHT_LOG_QUEUE", given, "8192");
  }

  @Test
  void a_size_and_a_file_are_taken_as_they_are() {
    assertThat(value("FANLIGHT_LOG_QUEUE", " 16 ")).isEqualTo("16");
    assertThat(value("FANLIGHT_LOG_FILE", "/var/log/app.json")).isEqualTo("/var/log/app.json");
    assertThat(warnings()).isEmpty();
  }

  private String value(String setting, @Nullable String value) {
    var definer = new SettingDefiner();
    definer.setContext(context);
    definer.setSetting(setting);
    if (value != null) {
      definer.setValue(value);
    }
    return definer.getPropertyValue();
  }

  private List<Status> warnings() {
    return context.getStatusManager().getCopyOfStatusList().stream()
        .filter(status -> status.getLevel() >= Status.WARN)
        .toList();
  }
}
