/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.ways;

/**
 * A way in: the same application without Fanlight and with it.
 *
 * @param name as the option and the table name it
 * @param without the application with its tracing, and without an exporter
 * @param with the application with Fanlight and two vendors
 */
record StartWay(String name, ServiceLaunch without, ServiceLaunch with) {}
