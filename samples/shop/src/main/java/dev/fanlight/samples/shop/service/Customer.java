/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.service;

/**
 * A customer as known to the account service; the first part of the name is the kind of customer.
 *
 * @param name like {@code regular-17}, {@code suspended-3}, {@code moved-8}, {@code remote-5}
 */
record Customer(String name) {

  /** A suspended customer may log in the old way, and gets a token without the necessary scopes. */
  boolean isSuspended() {
    return name.startsWith("suspended-");
  }

  /** The OAuth host that is responsible: the one for moved customers was switched off too early. */
  String home() {
    return name.startsWith("moved-") ? "moved" : name.startsWith("remote-") ? "remote" : "central";
  }
}
