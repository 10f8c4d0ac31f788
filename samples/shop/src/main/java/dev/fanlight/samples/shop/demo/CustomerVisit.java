/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

/**
 * A visit of a customer.
 *
 * @param customer the name, whose first part is the customer's story
 * @param returning whether the customer brings cookies from an earlier visit
 */
record CustomerVisit(String customer, boolean returning) {}
