/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import dev.fanlight.logback.internal.json.FieldKey;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds one part of the service's identity and is the same on every line.
 *
 * @param value returns the part; null leaves the field out
 */
record ServiceField(FieldKey key, Function<ServiceIdentity, @Nullable String> value) {
  /** The service by the names of OpenTelemetry's resource conventions. */
  static final List<ServiceField> RESOURCE = List.of(
      dotted("service.name", ServiceIdentity::name),
      dotted("service.namespace", ServiceIdentity::namespace),
      dotted("service.version", ServiceIdentity::version),
      dotted("service.instance.id", ServiceIdentity::instanceId),
      dotted("deployment.environment.name", ServiceIdentity::environment));

  static ServiceField dotted(String name, Function<ServiceIdentity, @Nullable String> value) {
    return new ServiceField(FieldKey.dotted(name), value);
  }
}
