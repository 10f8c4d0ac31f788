/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.http;

import java.net.URI;

/** A candidate; each thread has its own target, and posts to it again and again. */
interface PostClient {

  /** Posts the body and reads the answer; throws if it is no 200. */
  void post(URI uri, byte[] body) throws Exception;
}
