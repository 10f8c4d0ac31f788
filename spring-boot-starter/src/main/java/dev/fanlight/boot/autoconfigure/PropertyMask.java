/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import java.util.Locale;
import java.util.Set;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * The mask of Fanlight's properties in {@code /actuator/env} and {@code /actuator/configprops}.
 *
 * <p>Any value of the tree may be a secret, under a key that the vendor's type declares. So every value is masked
 * except the values of a few keys that never hold one.
 */
final class PropertyMask implements SanitizingFunction {
  private static final Set<String> SHOWN = Set.of(
      "fanlight.enabled",
      "fanlight.strict",
      "fanlight.config",
      "fanlight.shutdowntimeout",
      "fanlight.health.downwhen",
      "fanlight.metrics.alwaysrecord");
  private static final Set<String> SHOWN_IN_VENDORS =
      Set.of("type", "enabled", "sample", "protocol", "compression", "timeout", "window");

  @Override
  public SanitizableData apply(SanitizableData data) {
    String key = data.getKey().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    boolean isOurs = key.startsWith("fanlight");
    return isOurs && !isShown(key) ? data.withSanitizedValue() : data;
  }

  private static boolean isShown(String key) {
    return SHOWN.contains(key)
        || key.equals("fanlightconfig")
        || key.equals("fanlightenabled")
        || (key.startsWith("fanlight.vendors.")
            && SHOWN_IN_VENDORS.contains(key.substring(key.lastIndexOf('.') + 1)));
  }
}
