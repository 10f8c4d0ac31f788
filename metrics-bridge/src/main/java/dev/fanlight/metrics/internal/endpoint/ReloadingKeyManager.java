/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.endpoint;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key manager that reads the server's PEM files again when they change; while they are invalid, the last valid
 * certificate and key are used. Any thread.
 */
final class ReloadingKeyManager extends X509ExtendedKeyManager {
  /*
   * A handshake asks for an alias, then for the key and the chain of this alias. The alias contains the number of a version,
   * and one version before the newest is kept, so that a renewal in between never pairs an old key with a new chain.
   */
  private static final Logger logger = Logger.getLogger(ReloadingKeyManager.class.getName());
  private static final char OF_VERSION = ':';

  private final Path certificates;
  private final Path key;
  private final Object lock = new Object();

  @GuardedBy("lock") private List<Stamp> stamps;

  @GuardedBy("lock") private Version newest;

  @GuardedBy("lock") private Version before;

  @GuardedBy("lock") private boolean isTold;

  private ReloadingKeyManager(Path certificates, Path key, List<Stamp> stamps, Version first) {
    this.certificates = certificates;
    this.key = key;
    this.stamps = stamps;
    this.newest = first;
    this.before = first;
  }

  /**
   * Creates a key manager and reads the files.
   *
   * @throws IllegalArgumentException if they cannot be read or do not belong together
   */
  static ReloadingKeyManager of(Path certificates, Path key) {
    List<Stamp> stamps =
        stamps(certificates, key); // first: a file that changes meanwhile is read again
    return new ReloadingKeyManager(
        certificates, key, stamps, new Version(0, ServerTlsFactory.identity(certificates, key)));
  }

  private static List<Stamp> stamps(Path certificates, Path key) {
    return List.of(Stamp.of(certificates), Stamp.of(key));
  }

  private Version current() {
    List<Stamp> now = stamps(certificates, key);
    Version last;
    String trouble;
    synchronized (lock) {
      if (now.equals(stamps)) {
        isTold = false;
        return newest;
      }
      try {
        Version fresh =
            new Version(newest.number + 1, ServerTlsFactory.identity(certificates, key));
        before = newest;
        newest = fresh;
        stamps = now;
        isTold = false;
        return fresh;
      } catch (IllegalArgumentException e) {
        last = newest;
        if (isTold) {
          return last;
        }
        isTold = true;
        trouble = named(String.valueOf(e.getMessage()));
      }
    }
    logger.warning(
        "The renewed certificate of /metrics is not used: "
            + trouble
            + ". The previous certificate is used until the new files are valid; they are read again at each connection.");
    return last;
  }

  /** Returns the cause with the keys of the YAML file instead of paths; a path may come from a secret reference. */
  private String named(String message) {
    return message
        .replace(certificates.toString(), "metrics.tls.certificate")
        .replace(key.toString(), "metrics.tls.key")
        .replace("-out " + key.getFileName(), "-out key.pem");
  }

  private Version version(String alias) {
    synchronized (lock) {
      return alias.startsWith(before.prefix()) ? before : newest;
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Version version = current();
    String alias = version.keys.chooseEngineServerAlias(keyType, issuers, engine);
    return alias == null ? null : version.prefix() + alias;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    Version version = current();
    String alias = version.keys.chooseServerAlias(keyType, issuers, socket);
    return alias == null ? null : version.prefix() + alias;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return version(alias).keys.getCertificateChain(inner(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return version(alias).keys.getPrivateKey(inner(alias));
  }

  private static String inner(String alias) {
    return alias.substring(alias.indexOf(OF_VERSION) + 1);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    Version version = current();
    String[] aliases = version.keys.getServerAliases(keyType, issuers);
    return aliases == null
        ? null
        : Stream.of(aliases).map(alias -> version.prefix() + alias).toArray(String[]::new);
  }

  /** Returns no alias, because the endpoint is never a TLS client. */
  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  /** A certificate and key that were read from the files at one time. */
  private record Version(int number, X509ExtendedKeyManager keys) {
    String prefix() {
      return Integer.toString(number) + OF_VERSION;
    }
  }

  /** The properties of a file that change when it is renewed, also if a symbolic link is replaced by one to a file of the same age. */
  private record Stamp(
      FileTime modified, long size, @Nullable Object file) {
    static Stamp of(Path path) {
      try {
        var file = Files.readAttributes(path, BasicFileAttributes.class);
        return new Stamp(file.lastModifiedTime(), file.size(), file.fileKey());
      } catch (IOException ignored) {
        return new Stamp(
            FileTime.fromMillis(0), 0, null); // the file is missing; reading it reports that
      }
    }
  }
}
