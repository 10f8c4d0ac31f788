/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import org.jspecify.annotations.Nullable;

/**
 * The identity of the service that writes the lines, by the terms of OpenTelemetry's resource.
 *
 * @param name {@code service.name}
 * @param version {@code service.version}
 * @param namespace {@code service.namespace}
 * @param environment {@code deployment.environment.name}
 * @param instanceId {@code service.instance.id}
 * @param googleProject the project in Google Cloud's trace names; if null, the trace id alone is written
 */
public record ServiceIdentity(
    String name,
    @Nullable String version,
    @Nullable String namespace,
    @Nullable String environment,
    @Nullable String instanceId,
    @Nullable String googleProject) {}
