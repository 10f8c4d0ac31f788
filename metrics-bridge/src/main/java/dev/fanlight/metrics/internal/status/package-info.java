/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The status page: {@code /fanlight} for people, as HTML, JSON or text; {@code /fanlight/ready} for probes and
 * {@code /fanlight/flow} for alerts. The package is loaded only if fanlight-exporters is on the class path. Internal, without
 * compatibility promises.
 *
 * <p>Each request makes one snapshot of the state ({@code SectionContext.status()}) and one text from it. The HTML is complete
 * without JavaScript; the script in the page replaces its {@code <main>} by that of a new answer every two seconds, so that the
 * rows are written in one place only. {@link HtmlWriter} escapes every text, and is the only class that writes HTML.
 */
@NullMarked
package dev.fanlight.metrics.internal.status;

import org.jspecify.annotations.NullMarked;
