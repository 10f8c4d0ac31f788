/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.event.MdcReader;
import dev.fanlight.logback.internal.event.TraceMarker;
import dev.fanlight.logback.internal.json.FieldKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that an agent of the profile's vendor puts into the MDC, by the names that the vendor reads. */
final class AgentFields implements LogField {
  private final Map<String, FieldKey> keys = new LinkedHashMap<>();
  private final Map<String, String> defaults;

  /**
   * @param defaults values that are written if the MDC has no such entry, by MDC key
   */
  private AgentFields(List<FieldKey> keys, Map<String, String> defaults) {
    keys.forEach(key -> this.keys.put(key.name(), key));
    this.defaults = defaults;
  }

  /** Returns the field {@code error.id} of Elastic's agent: the id of the error document of the event. */
  static AgentFields elastic(FieldKey errorId) {
    return new AgentFields(List.of(errorId), Map.of());
  }

  /** Returns the fields {@code dd.*} of Datadog's agent; OpenTelemetry's settings are the defaults. */
  static AgentFields datadog(ServiceIdentity service) {
    var defaults = new LinkedHashMap<String, String>();
    defaults.put("dd.service", service.name());
    put(defaults, "dd.env", service.environment());
    put(defaults, "dd.version", service.version());
    return new AgentFields(
        List.of(
            FieldKey.dotted("dd.service"),
            FieldKey.dotted("dd.env"),
            FieldKey.dotted("dd.version")),
        defaults);
  }

  private static void put(Map<String, String> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  @Override
  public List<FieldKey> keys() {
    return new ArrayList<>(keys.values());
  }

  @Override
  public boolean writesMdc(String key) {
    return keys.containsKey(key);
  }

  @Override
  public void write(LineBuffer buffer) {
    Map<String, String> mdc = MdcReader.of(buffer.event());
    if (defaults.isEmpty() && (mdc.isEmpty() || isRequest(buffer))) {
      return;
    }
    keys.forEach((name, key) -> {
      String own = mdc.get(name);
      String value = own == null || own.isBlank() ? defaults.get(name) : own;
      if (value != null) {
        buffer.line().key(key).string(value);
      }
    });
  }

  /** Returns true for a request line, which has its own object {@code error} that must not be opened twice. */
  private static boolean isRequest(LineBuffer buffer) {
    return TraceMarker.on(buffer.event()) != null;
  }
}
