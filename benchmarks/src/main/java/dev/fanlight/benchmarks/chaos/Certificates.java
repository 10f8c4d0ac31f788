/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Self-signed certificates for {@code localhost}: {@code NAME.p12}, {@code NAME.crt} and {@code NAME.key}. */
final class Certificates {

  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "it";

  private Certificates() {}

  /** Creates the files of this base name with the JDK's keytool. */
  static Path create(Path name) throws IOException, InterruptedException, GeneralSecurityException {
    Process keytool = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=receiver",
            "-ext",
            "bc=ca:true",
            "-ext",
            "san=dns:localhost",
            "-validity",
            "2",
            "-alias",
            ALIAS,
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store(name).toString()))
        .inheritIO()
        .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed; see its message above");
    }
    KeyStore store = load(name);
    write(certificate(name), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    write(key(name), "PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    return name;
  }

  static Path certificate(Path name) {
    return name.resolveSibling(name.getFileName() + ".crt");
  }

  static Path key(Path name) {
    return name.resolveSibling(name.getFileName() + ".key");
  }

  private static Path store(Path name) {
    return name.resolveSibling(name.getFileName() + ".p12");
  }

  /** Returns the TLS context of a server with this certificate. */
  static SSLContext serverContext(Path name) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(name), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static KeyStore load(Path name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(name))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void write(Path file, String label, byte[] der) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file,
        "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n",
        StandardCharsets.US_ASCII);
  }
}
