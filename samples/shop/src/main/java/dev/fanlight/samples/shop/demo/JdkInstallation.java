/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs us, for the children. */
record JdkInstallation(Path home, int feature, String classPath) {

  static JdkInstallation current() {
    return new JdkInstallation(
        Path.of(System.getProperty("java.home")),
        Runtime.version().feature(),
        System.getProperty("java.class.path"));
  }

  /*
   * Small and quick to start: C1 only, one collector thread. From 24 on the JVM warns of Unsafe and
   * native access by Netty and protobuf; the options permit both.
   */
  List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dsun.net.httpserver.nodelay=true"); // else 40 ms a hop, Nagle and delayed ACKs
    if (feature >= 24) {
      command.addAll(
          List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    }
    return command;
  }

  /** Returns the command for a main class of the sample. */
  List<String> java(String mainClass, String... arguments) {
    List<String> command = java();
    command.addAll(List.of("-Xmx128m", "-cp", classPath, mainClass));
    command.addAll(List.of(arguments));
    return command;
  }
}
