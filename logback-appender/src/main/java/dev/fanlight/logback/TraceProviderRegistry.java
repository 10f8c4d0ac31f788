/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.core.Context;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The started {@link TraceJsonProvider}s of a logger context. While there is one, events hide the ids of an agent and of
 * Fanlight from other encoders, because the line would contain them twice.
 */
final class TraceProviderRegistry {
  private static final String KEY = TraceProviderRegistry.class.getName();

  private TraceProviderRegistry() {}

  static void add(@Nullable Context context, Object provider) {
    if (context != null) {
      Set<Object> providers = of(context);
      if (providers == null) {
        providers = ConcurrentHashMap.newKeySet();
        context.putObject(KEY, providers);
      }
      providers.add(provider);
    }
  }

  static void remove(@Nullable Context context, Object provider) {
    Set<Object> providers = context == null ? null : of(context);
    if (providers != null) {
      providers.remove(provider);
    }
  }

  static boolean exist(@Nullable Context context) {
    Set<Object> providers = context == null ? null : of(context);
    return providers != null && !providers.isEmpty();
  }

  @SuppressWarnings("unchecked") // only this class uses the key
  private static @Nullable Set<Object> of(Context context) {
    return (Set<Object>) context.getObject(KEY);
  }
}
