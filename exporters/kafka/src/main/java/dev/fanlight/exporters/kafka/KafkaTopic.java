/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.kafka;

/**
 * The destination of records.
 *
 * @param name of the topic
 * @param isByTrace whether the spans of one trace go to one partition
 */
record KafkaTopic(String name, boolean isByTrace) {}
