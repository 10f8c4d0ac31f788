/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import java.util.List;
import java.util.Map;

/** Pages that an endpoint serves beside the metrics, or without them. Any thread. */
public interface Pages {

  /** Returns whether there is a page at this path; at once. */
  boolean has(String path);

  /** Returns whether the page at this path is for everyone who reaches the port: a probe, without any detail. */
  boolean isPublic(String path);

  /**
   * Creates the page; may take some milliseconds.
   *
   * @param accept values of the header {@code Accept}
   */
  Page create(String path, List<String> accept);

  /**
   * A page, with its body as it is sent.
   *
   * @param status of the HTTP answer
   * @param headers of it, without the length
   * @param text of the body, sent as UTF-8
   */
  record Page(int status, Map<String, String> headers, String text) {}
}
