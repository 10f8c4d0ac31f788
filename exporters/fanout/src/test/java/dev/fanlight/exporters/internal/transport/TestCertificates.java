/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate and its key, made by the JDK's keytool. */
final class TestCertificates {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final String name;
  private final KeyStore store;

  private TestCertificates(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
    } catch (Exception e) {
      throw new IllegalStateException("no certificate for " + name, e);
    }
  }

  /** A self-signed one, valid now, for the names (written as keytool's san wants them). */
  static TestCertificates valid(Path folder, String name, String san) {
    generate(folder, name, "-ext", "bc=ca:true", "-ext", "san=" + san);
    return new TestCertificates(folder, name);
  }

  /** A self-signed one, valid now, for the common name alone. */
  static TestCertificates ofCommonName(Path folder, String name) {
    generate(folder, name, "-ext", "bc=ca:true");
    return new TestCertificates(folder, name);
  }

  /** One signed by this one, valid for so many days from the date. */
  TestCertificates issue(String leaf, String san, String startDate, int days) {
    generate(folder, leaf);
    String request = folder.resolve(leaf + ".csr").toString();
    String signed = folder.resolve(leaf + ".signed").toString();
    keytool(folder, leaf, "-certreq", "-file", request);
    keytool(
        folder,
        name,
        "-gencert",
        "-rfc",
        "-infile",
        request,
        "-outfile",
        signed,
        "-ext",
        "san=" + san,
        "-startdate",
        startDate,
        "-validity",
        Integer.toString(days));
    String authority = certificate().toString();
    keytool(folder, leaf, "-importcert", "-noprompt", "-alias", "ca", "-file", authority);
    keytool(folder, leaf, "-importcert", "-noprompt", "-file", signed);
    return new TestCertificates(folder, leaf);
  }

  private static void generate(Path folder, String name, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    arguments.addAll(List.of("-dname", "CN=" + name, "-startdate", "-1d", "-validity", "30"));
    arguments.addAll(List.of(more));
    keytool(folder, name, arguments.toArray(new String[0]));
  }

  private static void keytool(Path folder, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
    command.addAll(List.of("-keystore", folder.resolve(name + ".p12").toString()));
    if (!command.contains("-alias")) {
      command.addAll(List.of("-alias", "it"));
    }
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("keytool did not run", e);
    }
  }

  /** The PEM file of the certificate. */
  Path certificate() {
    return write("crt", "CERTIFICATE", bytes(false));
  }

  /** The PEM file of its key. */
  Path key() {
    return write("key", "PRIVATE KEY", bytes(true));
  }

  private byte[] bytes(boolean ofKey) {
    try {
      Key key = store.getKey("it", PASSWORD);
      return ofKey ? key.getEncoded() : store.getCertificate("it").getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Path write(String suffix, String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    try {
      return Files.writeString(
          folder.resolve(name + "." + suffix),
          "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server's context with this certificate, trusting the other one's clients. */
  SSLContext server(TestCertificates trusted) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("it", trusted.store.getCertificate("it"));
      TrustManagerFactory authorities =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      authorities.init(trust);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), authorities.getTrustManagers(), new SecureRandom());
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
