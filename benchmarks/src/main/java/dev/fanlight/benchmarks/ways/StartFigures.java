/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

/**
 * The figures of one start.
 *
 * @param wallMillis from the start of the process until the application says that it serves requests
 * @param cpuMillis CPU time of the process half a second later
 * @param spanMillis from the start of the process until the span of the first request is at both vendors; 0 without vendors
 */
record StartFigures(double wallMillis, double cpuMillis, double spanMillis) {}
