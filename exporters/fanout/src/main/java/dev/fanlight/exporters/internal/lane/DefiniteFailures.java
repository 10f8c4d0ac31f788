/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.send.Outcome;
import java.util.Locale;

/** Failures that no further attempt can end before a person has changed the configuration, here or at the vendor. */
final class DefiniteFailures {

  /** Of a certificate, in the words of the JDK; a handshake that the peer just ended may go well next time. */
  private static final String[] OF_CERTIFICATES = {
    "certificat", "pkix", "trust", "subject alternative", "no name matching"
  };

  private DefiniteFailures() {}

  /** Returns true if a failure is one of them. */
  static boolean contain(Outcome.Later later) {
    return later.reason().equals("internal")
        || later.reason().equals("unusable_header")
        || (later.reason().equals("tls") && isOfCertificates(later.message()));
  }

  private static boolean isOfCertificates(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (String word : OF_CERTIFICATES) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
