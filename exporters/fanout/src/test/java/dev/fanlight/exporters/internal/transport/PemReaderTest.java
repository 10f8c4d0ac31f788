/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM files in the forms that tools write. */
class PemReaderTest {

  @TempDir
  private static Path folder;

  private static String one;
  private static String two;
  private static String key;

  @BeforeAll
  static void makeThem() throws IOException {
    TestCertificates first = TestCertificates.valid(folder, "one", "dns:one.test");
    one = Files.readString(first.certificate());
    key = Files.readString(first.key());
    two = Files.readString(TestCertificates.valid(folder, "two", "dns:two.test").certificate());
  }

  /** 1 is the certificate, 3 its key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{1}{3}",
        "{3}{1}",
        "\uFEFF{1}{3}",
        "Bag Attributes\n    friendlyName: gr\u00fcn\nsubject=CN = x\n{1}Bag Attributes\nKey Attributes: <No Attributes>\n{3}",
        "# a comment\n\n{1}\n\n\n# another\n{3}",
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{3}{1}"
      })
  void certificates_and_key_are_found_whatever_stands_between_them(String form) throws IOException {
    Path file = write(form.replace("{1}", one).replace("{3}", key));

    assertThat(PemReader.identity(file, file)).isNotEmpty();
    assertThat(PemReader.trust(file).getAcceptedIssuers()).isNotEmpty();
  }

  @Test
  void blocks_that_are_glued_together_are_told_apart() throws IOException {
    Path file = Files.writeString(folder.resolve("glued.pem"), one.strip() + two.strip());

    assertThat(PemReader.trust(file).getAcceptedIssuers()).hasSize(2);
  }

  @Test
  void line_breaks_of_windows_and_text_that_is_not_utf_8_do_no_harm() throws IOException {
    Path file = folder.resolve("windows.pem");
    Files.write(
        file,
        ("friendlyName: gr\u00fcn\r\n" + (one + key).replace("\n", "\r\n"))
            .getBytes(StandardCharsets.ISO_8859_1));

    assertThat(PemReader.identity(file, file)).isNotEmpty();
  }

  @Test
  void what_is_no_certificate_is_said_with_the_cure() throws IOException {
    Path onlyKey = Files.writeString(folder.resolve("only-key.pem"), key);
    Path cut = Files.writeString(folder.resolve("cut.pem"), one.substring(0, one.length() / 2));
    Path damaged = Files.writeString(folder.resolve("damaged.pem"), one.replaceFirst("MII", "AAA"));

    assertThatThrownBy(() -> PemReader.trust(onlyKey))
        .hasMessage(onlyKey + " holds no X.509 certificate; give a PEM file with one or more");
    assertThatThrownBy(() -> PemReader.trust(cut))
        .hasMessageContaining("holds a damaged certificate");
    assertThatThrownBy(() -> PemReader.trust(damaged))
        .hasMessageContaining("holds a damaged certificate");
  }

  @Test
  void a_file_of_begins_is_read_in_linear_time() throws IOException {
    Path file =
        Files.writeString(folder.resolve("begins.pem"), "-----BEGIN X-----\n".repeat(200_000));

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThatThrownBy(() -> PemReader.trust(file)).isInstanceOf(IOException.class));
  }

  @Test
  void a_device_is_no_certificate() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThatThrownBy(() -> PemReader.trust(Path.of("/dev/zero")))
            .hasMessageContaining("pipe, socket or device"));
  }

  private static Path write(String form) throws IOException {
    return Files.writeString(folder.resolve("form.pem"), form);
  }
}
