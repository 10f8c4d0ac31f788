/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.fanlight.exporters.internal.text.ForeignText;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS by a vendor's settings: trust, client certificate, and the name, which is always verified. Any thread.
 *
 * <p>Certificates that change on disk take effect with the next request; while they cannot be read, the last good ones
 * stay.
 */
final class TlsContexts {

  /*
   * The JVM's default context, socket factory and host name verifier are not used: an application may have replaced
   * them, possibly by one that trusts every peer. One context per set of files keeps the sessions to resume.
   */
  private final @Nullable Path trusted;
  private final @Nullable Path certificate;
  private final @Nullable Path key;
  private final Object lock = new Object();

  @GuardedBy("lock") private @Nullable Material material;

  @GuardedBy("lock") private List<Stamp> stamps = List.of();

  /** A context, and the trust manager in it; another one as soon as a file has changed. */
  record Material(SSLContext context, X509TrustManager trust) {

    /** Speaks TLS over a connected socket and verifies that the peer bears the origin's name. */
    SSLSocket handshake(Socket socket, Origin origin, HttpVersion version) throws IOException {
      SSLSocket secured = (SSLSocket)
          context.getSocketFactory().createSocket(socket, origin.host(), origin.port(), false);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setApplicationProtocols(new String[] {version.alpn()});
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      ServerName.verify(secured.getSession(), origin);
      return secured;
    }
  }

  /** The identity of a version of a file; differs after a swap of a link, even if the file behind it is as old. */
  private record Stamp(
      FileTime modified, long size, @Nullable Object file) {
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), 0, null);
  }

  TlsContexts(@Nullable Path trusted, @Nullable Path certificate, @Nullable Path key) {
    this.trusted = trusted;
    this.certificate = certificate;
    this.key = key;
  }

  /** Reads the files now, if there are any, so that a mistake shows at the start. */
  void check() {
    if (trusted != null || certificate != null) {
      try {
        current();
      } catch (IOException e) {
        throw new IllegalArgumentException(ForeignText.ownMessage(e), e);
      }
    }
  }

  boolean hasClientCertificate() {
    return certificate != null;
  }

  /** Returns the current content of the files; the same object while they are unchanged. */
  Material current() throws IOException {
    synchronized (lock) {
      List<Stamp> now = stamps();
      if (material != null && now.equals(stamps)) {
        return material;
      }
      try {
        material = read();
        stamps = now;
      } catch (IOException e) {
        if (material == null) {
          throw e;
        }
      }
      return material;
    }
  }

  private List<Stamp> stamps() {
    List<Stamp> now = new ArrayList<>();
    Stream.of(trusted, certificate, key).filter(Objects::nonNull).forEach(path -> {
      try {
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
        now.add(new Stamp(file.lastModifiedTime(), file.size(), file.fileKey()));
      } catch (IOException ignored) {
        now.add(Stamp.NONE); // gone; reading it says so
      }
    });
    return now;
  }

  private Material read() throws IOException {
    KeyManager[] identity =
        certificate == null || key == null ? null : PemReader.identity(certificate, key);
    try {
      X509TrustManager trust = PemReader.trust(trusted);
      SSLContext fresh = SSLContext.getInstance("TLS");
      fresh.init(identity, new TrustManager[] {trust}, null);
      return new Material(fresh, trust);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + ForeignText.message(e), e);
    }
  }
}
