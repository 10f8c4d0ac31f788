/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.samples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./mvnw} says before Maven can: with a Java and a network made up for it. */
class PreflightTest {
  private static final String JDK_17 =
      "java.base@17.0.9 java.net.http@17.0.9 jdk.compiler@17.0.9 jdk.httpserver@17.0.9"
          + " jdk.management@17.0.9";
  private static final String EC = " jdk.crypto.ec@17.0.9";
  private static final String BOM =
      "io/opentelemetry/opentelemetry-bom/1.2.3/opentelemetry-bom-1.2.3.pom";

  @TempDir
  private Path folder;

  private Path home;

  @BeforeEach
  void make_a_user() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(folder.resolve("maven"));
    network(false);
    program(folder.resolve("bin/unzip"), "exit 0");
  }

  @Test
  void no_java_at_all() throws Exception {
    assertThat(run(null))
        .isEqualTo(
            "1: There is no Java here. Install a JDK, 17 or later, or set JAVA_HOME to one.\n");
  }

  @Test
  void a_java_home_that_is_none() throws Exception {
    Path gone = folder.resolve("gone");

    assertThat(run(gone))
        .startsWith("1: JAVA_HOME is " + gone)
        .contains("Set it to a JDK, 17 or later.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "java.base@11.0.2 jdk.compiler@11.0.2", "java.base@9"})
  void a_java_that_is_too_old(String modules) throws Exception {
    assertThat(run(java(modules)))
        .startsWith("1: Fanlight is built with a JDK 17 or later")
        .contains("is older");
  }

  @Test
  void a_java_without_a_compiler_names_what_is_missing() throws Exception {
    assertThat(run(java("java.base@17.0.9 java.net.http@17.0.9 jdk.compiler.not.quite@17.0.9")))
        .startsWith("1: Fanlight is built with a full JDK; ")
        .contains("lacks jdk.compiler jdk.httpserver jdk.management jdk.crypto.ec.")
        .contains("Set JAVA_HOME to a JDK, 17 or later.");
  }

  @Test
  void elliptic_curves_are_a_module_until_21() throws Exception {
    arrived(home.resolve(".m2/repository"));

    assertThat(run(java(JDK_17))).contains("lacks jdk.crypto.ec.");
    assertThat(run(java(JDK_17.replace("17.0.9", "25")))).isEqualTo("0: ");
  }

  @Test
  void a_first_run_without_a_network_is_a_sentence() throws Exception {
    assertThat(run(java(JDK_17 + EC)))
        .startsWith("1: https://repo.maven.apache.org/maven2 does not answer")
        .contains("It needs a network once", "~/.m2/settings.xml");
  }

  @Test
  void a_first_run_with_a_network_goes_on() throws Exception {
    network(true);

    assertThat(run(java(JDK_17 + EC))).isEqualTo("0: ");
  }

  @Test
  void who_has_downloaded_needs_no_network() throws Exception {
    arrived(home.resolve(".m2/repository"));

    assertThat(run(java(JDK_17 + EC), "-q", "verify")).isEqualTo("0: ");
  }

  @Test
  void the_repository_may_be_elsewhere() throws Exception {
    Path elsewhere = folder.resolve("else where");
    String argument = "-Dmaven.repo.local=" + elsewhere;

    assertThat(run(java(JDK_17 + EC), argument)).startsWith("1: https://repo");
    arrived(elsewhere);
    assertThat(run(java(JDK_17 + EC), argument)).isEqualTo("0: ");
  }

  @Test
  void with_settings_or_offline_maven_knows_better() throws Exception {
    assertThat(run(java(JDK_17 + EC), "-o")).isEqualTo("0: ");

    Files.createDirectories(home.resolve(".m2"));
    Files.writeString(home.resolve(".m2/settings.xml"), "<settings/>");

    assertThat(run(java(JDK_17 + EC))).isEqualTo("0: ");
  }

  @Test
  void where_there_is_no_unzip_the_jdk_installs_maven() throws Exception {
    for (String program : List.of("sh", "sed", "grep", "dirname")) {
      program(folder.resolve("bin/" + program), "exec /bin/" + program + " \"$@\"");
    }
    Files.delete(folder.resolve("bin/unzip"));
    Files.delete(folder.resolve("maven"));
    network(true);

    assertThat(run(java(JDK_17 + EC), folder.resolve("bin").toString(), List.of()))
        .startsWith("0: ")
        .contains("InstallMaven.java", "maven-wrapper.properties " + folder.resolve("maven"));
  }

  @Test
  void maven_is_installed_if_its_checksum_is_the_pinned_one() throws Exception {
    Path zip = distribution();
    String sum = HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip)));

    assertThat(install(zip, sum)).isEqualTo("0: ");
    assertThat(folder.resolve("dists/maven/bin/mvn")).isExecutable();
  }

  @Test
  void maven_is_not_installed_if_its_checksum_is_another() throws Exception {
    Path zip = distribution();

    assertThat(install(zip, "00"))
        .startsWith("1: The SHA-256 of ")
        .contains("It was not installed.");
    assertThat(folder.resolve("dists")).doesNotExist();
  }

  private Path distribution() throws IOException {
    Path zip = folder.resolve("apache-maven-1-bin.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("apache-maven-1/"));
      out.putNextEntry(new ZipEntry("apache-maven-1/bin/mvn"));
      out.write('#');
    }
    return zip;
  }

  private String install(Path zip, String sum) throws Exception {
    Path wrapper = Files.writeString(
        folder.resolve("wrapper.properties"),
        "distributionUrl=" + zip.toUri() + "\ndistributionSha256Sum=" + sum + "\n");
    var builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "../../.mvn/InstallMaven.java",
        wrapper.toString(),
        folder.resolve("dists/maven").toString(),
        "https://mirror.example");
    return outcome(builder.redirectErrorStream(true));
  }

  @Test
  void the_java_that_runs_this_will_do() throws Exception {
    arrived(home.resolve(".m2/repository"));

    assertThat(run(Path.of(System.getProperty("java.home")))).isEqualTo("0: ");
  }

  /** The exit code and what was said. */
  private String run(@Nullable Path javaHome, String... arguments) throws Exception {
    String bin = folder.resolve("bin").toString();
    return run(
        javaHome, javaHome == null ? bin : bin + ":" + System.getenv("PATH"), List.of(arguments));
  }

  private String run(@Nullable Path javaHome, String path, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "../../.mvn/preflight.sh"));
    command.add(folder.resolve("maven").toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "MVNW_REPOURL"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", path);
    if (javaHome != null) {
      builder.environment().put("JAVA_HOME", javaHome.toString());
    }
    return outcome(builder);
  }

  private static String outcome(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + ": " + said;
  }

  /* One that knows no --list-modules if it has none. */
  private Path java(String modules) throws IOException {
    Path javaHome = folder.resolve("jdk");
    String lists = modules.isEmpty() ? "exit 1" : "printf '%s\\n' " + modules;
    program(
        javaHome.resolve("bin/java"),
        "case $1 in --list-modules) " + lists + " ;; *) echo \"$@\" ;; esac");
    return javaHome;
  }

  private void network(boolean isThere) throws IOException {
    program(folder.resolve("bin/curl"), isThere ? "exit 0" : "exit 6");
  }

  private static void program(Path path, String script) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }

  private static void arrived(Path repository) throws IOException {
    Path bom = repository.resolve(BOM);
    Files.createDirectories(bom.getParent());
    Files.writeString(bom, "<project/>");
  }
}
