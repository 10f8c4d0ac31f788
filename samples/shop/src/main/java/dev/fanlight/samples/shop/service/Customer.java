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

  boolean isRegular() {
    return name.startsWith("regular-");
  }

  /** The OAuth host that is responsible: the one for moved customers was switched off too early. */
  String home() {
    return name.startsWith("moved-") ? "moved" : name.startsWith("remote-") ? "remote" : "central";
  }

  /** The number at the end of the name; 0 if there is none. */
  int number() {
    String digits = name.substring(name.lastIndexOf('-') + 1);
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
  }
}
