/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;

/** The check that a private key belongs to the public key of a certificate. */
final class KeyFit {

  private static final byte[] PROBE = new byte[32];

  private KeyFit() {}

  /** Returns false if the two are certainly of different pairs. */
  static boolean fits(PrivateKey key, PublicKey certified) {
    if (key instanceof RSAKey secret && certified instanceof RSAKey open) {
      return secret.getModulus().equals(open.getModulus());
    }
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (NoSuchAlgorithmException unknown) {
      return true; // the handshake tells
    } catch (GeneralSecurityException differentKinds) {
      return false;
    }
  }
}
