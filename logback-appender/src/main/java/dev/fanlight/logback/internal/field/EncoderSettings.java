/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How lines are to be written.
 *
 * @param profiles the layout's name first, then those whose trace fields it carries as well
 * @param service who writes
 * @param resource further resource attributes that each line shall carry
 * @param hasTraceLinks whether lines say where their trace can be looked at
 * @param maxLineBytes the longest line
 * @param stackTrace how throwables are written
 * @param bigNumbersAsText whether whole numbers that a double cannot hold are written as text
 * @param secrets whose values are masked
 * @param mask what every string goes through
 */
public record EncoderSettings(
    List<LogProfile> profiles,
    ServiceIdentity service,
    Map<String, String> resource,
    boolean hasTraceLinks,
    int maxLineBytes,
    StackTraceWriter stackTrace,
    boolean bigNumbersAsText,
    SecretKeys secrets,
    UnaryOperator<String> mask) {}
