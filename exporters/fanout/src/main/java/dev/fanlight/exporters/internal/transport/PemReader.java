/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.files.BoundedFileReader;
import dev.fanlight.exporters.internal.files.UnreadableFileException;
import dev.fanlight.exporters.internal.text.ForeignText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates and keys from PEM files (RFC 7468). Messages name the file and the cure, never its content. */
final class PemReader {

  private static final List<String> CERTIFICATE_LABELS = List.of("CERTIFICATE", "X509 CERTIFICATE");

  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private PemReader() {}

  /** Returns the trust in the certificates of the file alone, or in the JVM's authorities if there is none. */
  static X509TrustManager trust(@Nullable Path file) throws IOException {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(file == null ? null : store(file));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          return trust;
        }
      }
      throw new IOException("the JVM has no trust manager for X.509");
    } catch (GeneralSecurityException e) {
      throw new IOException(
          (file == null ? "the JVM's trust store" : file)
              + " cannot be used to trust servers: "
              + ForeignText.message(e),
          e);
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    int i = 0;
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("trusted-" + i++, certificate);
    }
    return store;
  }

  /** The identity that chain and key make. */
  static KeyManager[] identity(Path chain, Path key) throws IOException {
    try {
      KeyStore store = empty();
      char[] password = new char[0]; // of a store that never leaves the heap
      PrivateKey secret = privateKey(key);
      Certificate[] certificates = certificates(chain).toArray(new Certificate[0]);
      if (!KeyFit.fits(secret, certificates[0].getPublicKey())) {
        throw new IOException("the key of " + key + " does not fit the first certificate of "
            + chain + "; give the key that this certificate was issued for");
      }
      store.setKeyEntry("client", secret, password, certificates);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          chain + " and " + key + " make no client certificate: " + ForeignText.message(e), e);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(Path file) throws IOException {
    List<Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] block : PemBlocks.of(text(file), CERTIFICATE_LABELS)) {
        found.add(factory.generateCertificate(new ByteArrayInputStream(block)));
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IOException(file + " holds a damaged certificate; copy the file again", e);
    }
    if (found.isEmpty()) {
      throw new IOException(file + " holds no X.509 certificate; give a PEM file with one or more");
    }
    return found;
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    List<byte[]> blocks = List.of();
    try {
      blocks = PemBlocks.of(text(file), List.of("PRIVATE KEY"));
    } catch (IllegalArgumentException ignored) {
      // said below
    }
    if (blocks.isEmpty()) {
      throw new IOException(
          file
              + " holds no unencrypted PKCS#8 key; convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem");
    }
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0)));
      } catch (InvalidKeySpecException ignored) {
        // of another kind
      }
    }
    throw new IOException(
        file + " holds a key of no kind known here; use one of " + KEY_ALGORITHMS);
  }

  private static String text(Path file) throws IOException {
    try {
      return new String(BoundedFileReader.read(file), StandardCharsets.ISO_8859_1);
    } catch (UnreadableFileException e) {
      throw new IOException(file + " cannot be read: " + e.sentence(), e);
    }
  }
}
