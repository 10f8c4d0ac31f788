/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

/** Creates the senders of a vendor that brings its own client; named by a {@link Vendor}. Safe on any thread. */
@FunctionalInterface
public interface VendorSenderFactory {

  /**
   * Creates the sender of a lane; starts no thread and contacts no resource, since a client is opened by the first
   * attempt. A lane has one sender, and gets a new one when the file changes; the old one is closed once its attempts have
   * ended.
   *
   * @throws IllegalArgumentException if the settings cannot be used; the lane goes on as it was
   */
  VendorSender create(SenderSettings settings);
}
