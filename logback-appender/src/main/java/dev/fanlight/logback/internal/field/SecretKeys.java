/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The set of keys whose values are masked. Any thread. */
public final class SecretKeys {
  static final String MASK = "****";

  /** The default keys and suffixes of keys that are secret; case and punctuation do not matter. */
  public static final Set<String> DEFAULT = Set.of(
      "password",
      "passwd",
      "passphrase",
      "pwd",
      "secret",
      "token",
      "authorization",
      "cookie",
      "apikey",
      "accesskey",
      "privatekey",
      "secretkey",
      "keypem",
      "passwordhash",
      "sessionid",
      "csrf",
      "xsrf",
      "otp",
      "licensekey",
      "encryptionkey",
      "signingkey",
      "masterkey",
      "authkey",
      "accountkey",
      "subscriptionkey",
      "functionskey",
      "applicationkey",
      "authorizationheader",
      "passcode",
      "credential",
      "credentials",
      "jwt");

  private final String[] ends;
  private final BoundedCache<Boolean> verdicts = new BoundedCache<>(this::endsAsSecretsDo);

  public SecretKeys(Set<String> ends) {
    this.ends =
        ends.stream().map(SecretKeys::letters).filter(end -> !end.isEmpty()).toArray(String[]::new);
  }

  /** Returns the default keys and further keys. */
  public static SecretKeys withDefault(Set<String> more) {
    var all = new TreeSet<>(DEFAULT);
    all.addAll(more);
    return new SecretKeys(all);
  }

  /** Returns true for {@code access_token}, {@code X-Api-Key} and {@code db.password}; false for {@code tokens}. */
  boolean isSecret(String key) {
    return verdicts.of(key);
  }

  private boolean endsAsSecretsDo(String key) {
    for (String end : ends) {
      if (endsWith(key, end)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the plain value itself if it contains no secret, else a copy with masked secrets. */
  @Nullable Object mask(@Nullable Object value) {
    return holdsSecret(value) ? hide(value) : value;
  }

  private boolean holdsSecret(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> member : map.entrySet()) {
        if (isSecret(String.valueOf(member.getKey())) || holdsSecret(member.getValue())) {
          return true;
        }
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        if (holdsSecret(element)) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable Object hide(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      var members = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((key, member) -> {
        String name = String.valueOf(key);
        members.put(name, isSecret(name) ? MASK : hide(member));
      });
      return members;
    }
    if (value instanceof List<?> list) {
      var elements = new ArrayList<@Nullable Object>();
      list.forEach(element -> elements.add(hide(element)));
      return elements;
    }
    return value;
  }

  /** Compares letters and digits from the end; other characters of the key are skipped. Allocates no string. */
  private static boolean endsWith(String key, String end) {
    int k = key.length() - 1;
    for (int e = end.length() - 1; e >= 0; e--, k--) {
      while (k >= 0 && !Character.isLetterOrDigit(key.charAt(k))) {
        k--;
      }
      if (k < 0 || Character.toLowerCase(key.charAt(k)) != end.charAt(e)) {
        return false;
      }
    }
    return true;
  }

  private static String letters(String text) {
    var letters = new StringBuilder();
    text.chars()
        .filter(Character::isLetterOrDigit)
        .map(Character::toLowerCase)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }
}
