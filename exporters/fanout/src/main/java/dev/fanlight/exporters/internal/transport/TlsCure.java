/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import dev.fanlight.exporters.internal.text.ForeignText;
import java.util.Locale;

/** The cure for a TLS handshake that failed, by the peer's alert (RFC 8446, 6.2) or the JVM's own reason. */
final class TlsCure {

  private static final String OLD_TLS =
      "the server and this JVM share no version of TLS: the server must offer TLS 1.2 or 1.3";

  private static final String NEEDS_CERTIFICATE =
      "the server wants a client certificate: give tls.certificate and tls.key";

  private static final String OTHER_CERTIFICATE =
      "the server does not accept the client certificate: check that tls.certificate is current and that the"
          + " server trusts its authority";

  private static final int MAX_CAUSES = 10;

  private TlsCure() {}

  /** Returns a sentence without its full stop; an empty string if no cure is known. */
  static String of(Throwable e, Origin origin, boolean hasClientCertificate) {
    StringBuilder all = new StringBuilder();
    Throwable each = e;
    for (int depth = 0; each != null && depth < MAX_CAUSES; each = each.getCause(), depth++) {
      all.append(ForeignText.described(each)).append('\n');
    }
    return of(all.toString().toLowerCase(Locale.ROOT), origin, hasClientCertificate);
  }

  private static String of(String reason, Origin origin, boolean hasClientCertificate) {
    String name = origin.host();
    if (reason.contains("fatal alert")) {
      return ofAlert(reason, name, hasClientCertificate);
    }
    if (reason.contains("unsupported or unrecognized ssl message")
        || reason.contains("plaintext connection")) {
      return "port " + origin.port()
          + " does not speak TLS: use http:// as the scheme of the endpoint, or the"
          + " port for TLS";
    }
    if (reason.contains("certificateexpired") || reason.contains("notafter")) {
      return "the certificate of " + name
          + " has expired: it must be renewed there; also check this machine's clock";
    }
    if (reason.contains("certificatenotyetvalid") || reason.contains("notbefore")) {
      return "the certificate of " + name + " is not valid yet: check this machine's clock";
    }
    if (reason.contains("validity check failed")) {
      return "a certificate of " + name
          + " has expired or is not valid yet: it must be renewed there; also check this machine's clock";
    }
    if (reason.contains("no name matching")
        || reason.contains("no subject alternative")
        || reason.contains("subject alternative name")) {
      return "the certificate is for another name than " + name
          + ": use a name of the certificate in the endpoint, or have " + name
          + " added to its subject alternative names";
    }
    if (reason.contains("pkix")
        || reason.contains("path building")
        || reason.contains("trustanchors")) {
      return "the connection is not trusted; give the authority of " + name + " as tls.ca";
    }
    if (reason.contains("no appropriate protocol") || reason.contains("protocol version")) {
      return OLD_TLS;
    }
    return "";
  }

  private static String ofAlert(String reason, String name, boolean hasClientCertificate) {
    String alert = reason.replace(' ', '_');
    // newer JDKs send no certificate to a server that names other authorities
    if (alert.contains("certificate_required")
        || alert.contains("unknown_ca")
        || alert.contains("bad_certificate")
        || alert.contains("unsupported_certificate")
        || alert.contains("certificate_unknown")
        || alert.contains("access_denied")) {
      return hasClientCertificate ? OTHER_CERTIFICATE : NEEDS_CERTIFICATE;
    }
    if (alert.contains("certificate_expired") || alert.contains("certificate_revoked")) {
      return "the client certificate has expired or is revoked: renew tls.certificate and tls.key";
    }
    if (alert.contains("decrypt_error")) {
      return "the key does not fit its certificate: check that tls.key belongs to tls.certificate";
    }
    if (alert.contains("unrecognized_name")) {
      return "the server does not know the name " + name + ": check the host of the endpoint";
    }
    if (alert.contains("protocol_version") || alert.contains("insufficient_security")) {
      return OLD_TLS;
    }
    if (alert.contains("no_application_protocol")) {
      return "the server speaks another protocol on this port: check port and protocol of the endpoint";
    }
    if (alert.contains("handshake_failure")) {
      return "the server refuses the handshake: it may want a client certificate (tls.certificate and tls.key), or"
          + " share no cipher with this JVM";
    }
    return "";
  }
}
