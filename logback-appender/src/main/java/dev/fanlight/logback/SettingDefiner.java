/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A property definer that reads one setting of the includes. An empty value counts as absent. If a value is invalid, a
 * warning is reported and the documented default is used; logback itself would treat an unknown level as DEBUG.
 *
 * <pre>{@code
 * <define name="FANLIGHT_ROOT_LEVEL" class="dev.fanlight.logback.SettingDefiner">
 *   <setting>FANLIGHT_LOG_LEVEL</setting>
 *   <value>${FANLIGHT_LOG_LEVEL:-}</value>
 * </define>
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SettingDefiner extends PropertyDefinerBase {
  private static final Set<String> LEVELS =
      Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF", "ALL");
  private static final int MAX_QUEUE = 1_000_000;

  private String setting = "";
  private @Nullable String value;

  /** Creates the definer; called by logback for an element of the XML. */
  public SettingDefiner() {}

  /** Sets the name of the setting: {@code FANLIGHT_LOG_LEVEL}, {@code FANLIGHT_LOG_QUEUE} or {@code FANLIGHT_LOG_FILE}. */
  public void setSetting(String setting) {
    this.setting = setting;
  }

  /** Default: absent. The value as the user wrote it. */
  public void setValue(String value) {
    this.value = value;
  }

  @Override
  public String getPropertyValue() {
    String given = value == null || value.endsWith(SettingReader.UNDEFINED) ? "" : value.strip();
    return switch (setting) {
      case "FANLIGHT_LOG_LEVEL" -> level(given);
      case "FANLIGHT_LOG_QUEUE" -> queue(given);
      default -> given.isEmpty() ? "fanlight-log.json" : given;
    };
  }

  private String level(String given) {
    String level = given.toUpperCase(Locale.ROOT);
    return LEVELS.contains(level)
        ? level
        : otherwise(given, "INFO", "TRACE, DEBUG, INFO, WARN, ERROR, OFF or ALL");
  }

  private String queue(String given) {
    return isQueueSize(given)
        ? given
        : otherwise(given, "8192", "a whole number of events from 1 to " + MAX_QUEUE);
  }

  private static boolean isQueueSize(String given) {
    try {
      int size = Integer.parseInt(given);
      return size > 0 && size <= MAX_QUEUE;
    } catch (NumberFormatException ignored) { // reported by the caller
      return false;
    }
  }

  private String otherwise(String given, String standard, String expected) {
    if (!given.isEmpty()) {
      addWarn(setting + " is \"" + given + "\", but must be " + expected + "; " + standard
          + " is used");
    }
    return standard;
  }
}
