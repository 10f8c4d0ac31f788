/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import dev.fanlight.metrics.internal.text.ForeignMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/** Creates the TLS context of the endpoint from PEM files. */
public final class ServerTlsFactory {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_SESSIONS =
      64; // the JDK's default is 20,480, which hostile peers could fill
  private static final String BEGIN_CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final String END_CERTIFICATE = "-----END CERTIFICATE-----";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private ServerTlsFactory() {}

  /**
   * Creates a context that reads changed files at the next handshake.
   *
   * @param certificates file with the server's certificate and its chain
   * @param key file with its private key, PKCS #8, RSA or EC, not encrypted
   * @throws IllegalArgumentException if the files cannot be read or do not belong together
   */
  public static SSLContext serverTls(Path certificates, Path key) {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(new KeyManager[] {ReloadingKeyManager.of(certificates, key)}, null, null);
      tls.getServerSessionContext().setSessionCacheSize(MAX_SESSIONS);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS is not available: " + ForeignMessage.of(e), e);
    }
  }

  /** Reads the files and returns a key manager with their content. */
  static X509ExtendedKeyManager identity(Path certificates, Path key) {
    X509Certificate[] chain = chain(certificates);
    PrivateKey privateKey = privateKey(key, chain[0].getPublicKey().getAlgorithm());
    try {
      if (!belongTogether(privateKey, chain[0].getPublicKey())) {
        throw new IllegalArgumentException(
            key + " is not the key of the first certificate in " + certificates + "; give its key");
      }
      return keyManager(privateKey, chain);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "TLS cannot be set up with " + certificates + " and " + key + ": " + ForeignMessage.of(e),
          e);
    }
  }

  /** Returns the certificates in the order of the file; keys and texts between them are skipped. */
  private static X509Certificate[] chain(Path file) {
    String pem = new String(bytes(file), StandardCharsets.ISO_8859_1);
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (int begin = pem.indexOf(BEGIN_CERTIFICATE);
          begin >= 0;
          begin = pem.indexOf(BEGIN_CERTIFICATE, begin + 1)) {
        int end = pem.indexOf(END_CERTIFICATE, begin);
        if (end < 0) {
          throw new IllegalArgumentException(
              file + " ends within a certificate; copy the file again");
        }
        byte[] certificate =
            Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN_CERTIFICATE.length(), end));
        if (factory.generateCertificate(new ByteArrayInputStream(certificate))
            instanceof X509Certificate one) {
          chain.add(one);
        }
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          file + " has a damaged certificate; copy the file again", e);
    }
    if (chain.isEmpty()) {
      throw new IllegalArgumentException(
          file + " has no X.509 certificate; give a PEM file with one or more");
    }
    return chain.toArray(new X509Certificate[0]);
  }

  private static PrivateKey privateKey(Path file, String algorithm) {
    String pem = new String(bytes(file), StandardCharsets.ISO_8859_1);
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(file
          + " holds no \""
          + BEGIN
          + "\"; convert it with: openssl pkcs8 -topk8 -nocrypt -in old.pem -out "
          + file.getFileName());
    }
    try {
      byte[] key = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " holds no " + algorithm
              + " key, as the certificate has; give the certificate's key",
          e);
    }
  }

  /**
   * Reads a regular file. The type is checked before the file is opened: a pipe would block, and a device never ends. A file
   * of size 0 is not opened either, because it may be a file of the kernel such as /proc/kmsg, which blocks its reader.
   */
  private static byte[] bytes(Path file) {
    try {
      if (!Files.isRegularFile(file) && Files.exists(file)) {
        throw new IllegalArgumentException(file + " is no regular file; give a PEM file");
      }
      if (Files.size(file) == 0 && Files.isReadable(file)) {
        return new byte[0];
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IllegalArgumentException(
              file + " is longer than 4 MiB; give a PEM file with the certificate or key only");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + " cannot be read (" + e.getClass().getSimpleName()
              + "); check the path and the permissions",
          e);
    }
  }

  /** Tells whether key and certificate belong together; while two files are being renewed, they may not. */
  private static boolean belongTogether(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm = switch (certified.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "";
    };
    if (algorithm.isEmpty()) {
      return true; // an unsupported algorithm: the first handshake fails
    }
    byte[] probe = {1};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(probe);
    return signature.verify(signed);
  }

  private static X509ExtendedKeyManager keyManager(PrivateKey key, X509Certificate[] chain)
      throws IOException, GeneralSecurityException {
    char[] password = new char[0]; // the store never leaves the heap
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("metrics", key, password, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager keys) {
        return keys;
      }
    }
    throw new KeyStoreException("the JVM has no key manager for X.509");
  }
}
