/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The request log: a span processor that logs one wide line for each request when its local root ends.
 *
 * <p>{@link dev.fanlight.logback.request.RequestLog} registers each span that starts under its local root, with a fixed
 * number of sums for each root. When a child span ends, its category, duration and status are added. When the root ends,
 * {@code RequestLinePolicy} decides, and the {@code RequestLineWriter} outputs the line. {@code LoggedRequestWriter} logs it on
 * that thread, through slf4j. {@code JsonRequestWriter} needs no logback: it encodes the line on that thread, and the thread
 * {@code fanlight-request-log} of {@code RequestLineQueue}, which is bounded, writes it to a file or to standard output. All
 * methods may be called by any thread. An error is counted as {@code failed} and does not reach the application.
 */
@NullMarked
package dev.fanlight.logback.request;

import org.jspecify.annotations.NullMarked;
