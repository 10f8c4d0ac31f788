/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The settings of an encoder.
 *
 * @param profiles the profile of the line first, then profiles whose trace fields the line also contains
 * @param service identity of the service
 * @param resource further resource attributes that each line contains
 * @param hasTraceLinks true if lines contain the URLs of their trace
 * @param maxLineBytes maximum length of a line in bytes, line feed included
 * @param stackTrace the writer of throwables
 * @param bigNumbersAsText true if whole numbers that a double cannot represent are written as text
 * @param secrets keys whose values are masked
 * @param mask a function that is applied to every string
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
