/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The rule that a certificate names its host among its subject alternative names (RFC 9110, 4.3.4; RFC 9525, 2). */
final class ServerName {

  /*
   * The JVM has compared the names before this is asked, and falls back to the common name where no alternative name is
   * a DNS name. Browsers, Go and OkHttp have given up the common name; so the same certificate would be taken over one
   * protocol and refused over the other.
   */
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private ServerName() {}

  /**
   * Checks that the certificate has an alternative name that the JVM can have compared.
   *
   * @throws SSLHandshakeException if it has no such name
   */
  static void verify(SSLSession session, Origin origin) throws SSLHandshakeException {
    if (!hasAlternativeName(session, isAddress(origin.host()) ? ADDRESS : DNS)) {
      throw new SSLHandshakeException(
          "the certificate has no subject alternative name for a host; its common name does not count");
    }
  }

  private static boolean isAddress(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == ':') {
        return true;
      }
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasAlternativeName(SSLSession session, int kind) {
    try {
      @Nullable Collection<List<?>> names =
          ((X509Certificate) session.getPeerCertificates()[0]).getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(kind)) {
          return true;
        }
      }
      return false;
    } catch (SSLPeerUnverifiedException | CertificateParsingException unreadable) {
      return false;
    }
  }
}
