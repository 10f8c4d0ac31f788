/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The section {@code request_log} of {@code fanlight.yaml}, used if fanlight-exporters is on the class path. Internal: no
 * compatibility promise.
 */
@NullMarked
package dev.fanlight.logback.internal.section;

import org.jspecify.annotations.NullMarked;
