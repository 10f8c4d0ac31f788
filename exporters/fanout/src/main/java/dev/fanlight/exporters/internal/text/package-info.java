/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Text that other programs wrote, made fit for a log, a metric, a status page or a terminal.
 *
 * <p>An answer's body and header fields, a reason phrase, a gRPC status message, a TLS alert, the message of a foreign
 * exception and the content of a file are foreign text. {@link dev.fanlight.exporters.internal.text.ForeignText} is the
 * only way for foreign text into a message: it removes control characters, bounds the length and masks the values of
 * {@link dev.fanlight.exporters.internal.text.SecretValues}. Its time is linear in the length of the text.
 *
 * <p>Internal: no compatibility promise.
 */
@NullMarked
package dev.fanlight.exporters.internal.text;

import org.jspecify.annotations.NullMarked;
