/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

/**
 * One dependency at one version.
 *
 * @param name group and artifact with a colon between
 * @param version of it
 */
record Dependency(String name, String version) {

  /** From a line of {@code dependency:list}: group, artifact, type, version, scope. */
  static Dependency ofListed(String line) {
    String[] parts = line.split("[: ]", -1);
    return new Dependency(parts[0] + ":" + parts[1], parts[3]);
  }

  boolean isOurs() {
    return name.startsWith("dev.fanlight:");
  }

  @Override
  public String toString() {
    return name + ":" + version;
  }
}
