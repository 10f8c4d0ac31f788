/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.published;

import tools.jackson.databind.JsonNode;

/**
 * One dependency at one version.
 *
 * @param name group and artifact with a colon between
 * @param version of it
 * @param isOptional whether a consumer gets it only if he asks for it himself
 */
record SbomComponent(String name, String version, boolean isOptional) {

  static SbomComponent of(JsonNode component) {
    JsonNode scope = component.get("scope");
    return new SbomComponent(
        component.get("group").asString() + ":" + component.get("name").asString(),
        component.get("version").asString(),
        scope != null && scope.asString().equals("optional"));
  }

  /** From a line of {@code dependency:list}: group, artifact, type, version, scope. */
  static SbomComponent ofListed(String line) {
    String[] parts = line.split("[: ]", -1);
    return new SbomComponent(parts[0] + ":" + parts[1], parts[3], false);
  }

  boolean isOurs() {
    return name.startsWith("dev.fanlight:");
  }

  @Override
  public String toString() {
    return name + ":" + version;
  }
}
