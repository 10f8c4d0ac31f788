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

/** Fields that an agent of the profile's vendor puts into the MDC, by the names under which the vendor reads them. */
final class AgentFields implements LogField {
  private final Map<String, FieldKey> keys = new LinkedHashMap<>();
  private final Map<String, String> defaults;

  /**
   * @param defaults what is written where the agent says nothing, by MDC key
   */
  private AgentFields(List<FieldKey> keys, Map<String, String> defaults) {
    keys.forEach(key -> this.keys.put(key.name(), key));
    this.defaults = defaults;
  }

  /** {@code error.id} of Elastic's agent: the error document that the event belongs to. */
  static AgentFields elastic(FieldKey errorId) {
    return new AgentFields(List.of(errorId), Map.of());
  }

  /** {@code dd.service} and its like of Datadog's agent, which knows them better than OpenTelemetry's variables. */
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
  public void write(LineBuffer draft) {
    Map<String, String> mdc = MdcReader.of(draft.event());
    if (defaults.isEmpty() && (mdc.isEmpty() || isRequest(draft))) {
      return;
    }
    keys.forEach((name, key) -> {
      String own = mdc.get(name);
      String value = own == null || own.isBlank() ? defaults.get(name) : own;
      if (value != null) {
        draft.line().key(key).string(value);
      }
    });
  }

  /** The request log has an object {@code error} of its own, which must not be opened twice. */
  private static boolean isRequest(LineBuffer draft) {
    return TraceMarker.on(draft.event()) != null;
  }
}
