/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.util.Map;

/**
 * What a vendor wants of a request's body.
 *
 * @param request most bytes on the wire
 * @param message most bytes before compression
 * @param attribute most characters of a string
 * @param resource attributes that every resource must have
 */
record Demands(int request, int message, int attribute, Map<String, String> resource) {

  static final Demands NONE =
      new Demands(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of());

  Demands request(int bytes) {
    return new Demands(bytes, message, attribute, resource);
  }

  Demands message(int bytes) {
    return new Demands(request, bytes, attribute, resource);
  }

  Demands attribute(int characters) {
    return new Demands(request, message, characters, resource);
  }

  Demands resource(Map<String, String> attributes) {
    return new Demands(request, message, attribute, attributes);
  }

  /** The stricter limit of a body's size. */
  int bytes() {
    return Math.min(request, message);
  }
}
