/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

/**
 * The backend was killed as {@code kill -9} does, and started again.
 *
 * @param waiting spans that lay in its buffer on disk, for a vendor that refused them
 */
record BackendCrash(long waiting) {}
