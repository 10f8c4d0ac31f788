/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The keys under {@code fanlight} among the application's properties, as they were written. Internal: no compatibility
 * promise.
 *
 * <p>Spring Boot flattens YAML: lists become indices, {@code no} becomes false, {@code 010} becomes 8, an empty mapping
 * vanishes, and a reference such as <code>${file:…}</code> is resolved in Boot's own way. So a property source that comes
 * from a YAML file is not asked for its values: the file is read once more, and the part of the document that belongs to the
 * source is taken as it stands. Other property sources (properties files, command line, tests) hold text under flat names.
 * The sources are laid one over the other in Boot's order of precedence. Environment variables are no keys.
 */
@NullMarked
package dev.fanlight.boot.internal.properties;

import org.jspecify.annotations.NullMarked;
