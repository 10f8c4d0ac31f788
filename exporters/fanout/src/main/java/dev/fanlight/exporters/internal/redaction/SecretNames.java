/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of the names of secrets. Immutable; any thread. */
public final class SecretNames {

  /** The meaning of a name for its value. */
  public enum Verdict {
    /** The value may be visible. */
    OPEN,
    /** The value is a secret if it looks like one: at least 16 characters with a digit. */
    SECRET_IF_LONG,
    /** The value is a secret. */
    SECRET
  }

  /**
   * A row of the table.
   *
   * @param place where the names are looked for
   * @param names as they are usually written; case, hyphen, underscore and full stop do not count
   * @param condition on the value
   */
  public record NameRow(String place, List<String> names, String condition) {}

  /*
   * The first names are from the semantic conventions
   * (https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/), then the other parts of signed addresses
   * and the usual names of tokens, keys and passwords.
   */
  private static final NameRow SECRETS = new NameRow(
      "Parameter, attribute key, key inside of a map",
      List.of(
          "AWSAccessKeyId",
          "Signature",
          "sig",
          "X-Goog-Signature",
          "X-Goog-Credential",
          "X-Amz-Signature",
          "X-Amz-Credential",
          "X-Amz-Security-Token",
          "SharedAccessSignature",
          "token",
          "access_token",
          "refresh_token",
          "id_token",
          "auth_token",
          "api_token",
          "private_token",
          "oauth_token",
          "session_token",
          "security_token",
          "bearer_token",
          "csrf_token",
          "xsrf_token",
          "jwt",
          "bearer",
          "api_key",
          "app_key",
          "application_key",
          "access_key",
          "account_key",
          "shared_access_key",
          "auth_key",
          "secret_key",
          "private_key",
          "signing_key",
          "encryption_key",
          "master_key",
          "license_key",
          "subscription_key",
          "functions_key",
          "secret",
          "client_secret",
          "client_assertion",
          "code_verifier",
          "device_code",
          "SAMLResponse",
          "authorization",
          "proxy_authorization",
          "cookie",
          "set_cookie",
          "credential",
          "credentials",
          "password",
          "passwd",
          "passphrase",
          "passcode",
          "pwd",
          "otp",
          "totp",
          "sslpassword",
          "trustStorePassword",
          "keyStorePassword"),
      "always");

  private static final NameRow SESSIONS = new NameRow(
      "Parameter of a query or path",
      List.of("jsessionid", "phpsessid", "aspsessionid", "sessid", "session_id"),
      "always");

  private static final NameRow IF_LONG = new NameRow(
      "Parameter, key inside of a map",
      List.of("key", "code", "session", "auth", "sid", "ticket", "pass", "hmac", "assertion"),
      "at least 16 characters with a digit");

  /* The names of the first row are found as the last two words, too: stripe_api_key. */
  private static final NameRow ENDINGS = new NameRow(
      "Last word of such a name, if it has more than one",
      List.of(
          "token",
          "secret",
          "password",
          "passwd",
          "pwd",
          "passphrase",
          "credential",
          "credentials",
          "jwt"),
      "always");

  private static final NameRow NO_SECRETS = new NameRow(
      "Last two words of such a name",
      List.of(
          "page_token",
          "next_token",
          "previous_token",
          "prev_token",
          "continuation_token",
          "sync_token",
          "cancel_token",
          "cancellation_token",
          "skip_token",
          "resume_token",
          "start_token",
          "starting_token",
          "stop_token",
          "cursor_token"),
      "never");

  /* Covers (Set-)Cookie, (Proxy-)Authorization, X-Api-Key, X-Auth-Token, X-Csrf-Token, X-Amz-Security-Token, … */
  private static final NameRow HEADER_PARTS = new NameRow(
      "Part of the name of a header",
      List.of(
          "cookie",
          "authorization",
          "token",
          "api-key",
          "apikey",
          "access-key",
          "auth-key",
          "license-key",
          "subscription-key",
          "functions-key",
          "secret",
          "password",
          "credential",
          "session-id",
          "sessionid",
          "client-cert",
          "jwt"),
      "always");

  private static final NameRow HEADER_WORDS = new NameRow(
      "Word in the name of a header",
      List.of("auth", "authentication", "dpop", "session", "sid", "pw", "pwd", "passwd", "otp"),
      "always");

  private static final NameRow HEADER_NAMES = new NameRow(
      "Name of a header",
      List.of("key", "x-key", "x-ms-client-principal", "x-amzn-oidc-data"),
      "always");

  private static final NameRow SCHEMES = new NameRow(
      "Authorization scheme in any text",
      List.of("Bearer", "Basic"),
      "at least 16 characters with a digit, an equals sign, or letters of both cases");

  private static final List<NameRow> ROWS = List.of(
      SECRETS,
      SESSIONS,
      IF_LONG,
      ENDINGS,
      NO_SECRETS,
      HEADER_PARTS,
      HEADER_WORDS,
      HEADER_NAMES,
      SCHEMES);

  private enum Group {
    SECRET,
    SESSION,
    IF_LONG
  }

  private static final Map<Long, Group> GROUPS = new HashMap<>();
  private static final Set<Long> LAST_WORDS = hashes(ENDINGS);
  private static final Set<Long> NEVER = hashes(NO_SECRETS);

  static {
    hashes(SECRETS).forEach(hash -> GROUPS.put(hash, Group.SECRET));
    hashes(SESSIONS).forEach(hash -> GROUPS.put(hash, Group.SESSION));
    hashes(IF_LONG).forEach(hash -> GROUPS.put(hash, Group.IF_LONG));
  }

  /** The names of the table. */
  public static final SecretNames ALL = new SecretNames(Set.of());

  private final Set<Long> lifted;

  private SecretNames(Set<Long> lifted) {
    this.lifted = lifted;
  }

  /** Returns the table without these names, of parameters, nested keys and headers. */
  public static SecretNames without(Set<String> names) {
    return names.isEmpty() ? ALL : new SecretNames(hashes(new NameRow("", List.copyOf(names), "")));
  }

  private static Set<Long> hashes(NameRow row) {
    Set<Long> hashes = new HashSet<>();
    for (String name : row.names()) {
      hashes.add(NameReader.hashOf(name));
    }
    return hashes;
  }

  /** Returns the rows of the table, for the documentation. */
  public static List<NameRow> rows() {
    return ROWS;
  }

  /** Returns the verdict on a parameter of an address, a query or a connection string. */
  Verdict ofParameter(NameReader name) {
    return verdict(name, true);
  }

  /** Returns the verdict on a key of a map. */
  public Verdict ofKey(String key) {
    NameReader name = NameReader.of(key);
    return name.isComplete() ? verdict(name, false) : Verdict.OPEN;
  }

  /** Returns true if the name is that of a session id, which stands in paths as well. */
  boolean isSession(NameReader name) {
    return GROUPS.get(name.whole()) == Group.SESSION;
  }

  private Verdict verdict(NameReader name, boolean isParameter) {
    Group group = groupOf(name);
    if (group == null || (group == Group.SESSION && !isParameter) || isLifted(name)) {
      return Verdict.OPEN;
    }
    return group == Group.IF_LONG ? Verdict.SECRET_IF_LONG : Verdict.SECRET;
  }

  private static @Nullable Group groupOf(NameReader name) {
    Group group = GROUPS.get(name.whole());
    group = group == null ? GROUPS.get(name.segment()) : group;
    if (group != null || !name.hasSeveralWords() || NEVER.contains(name.lastTwo())) {
      return group;
    }
    boolean isSecret =
        GROUPS.get(name.lastTwo()) == Group.SECRET || LAST_WORDS.contains(name.lastWord());
    return isSecret ? Group.SECRET : null;
  }

  private boolean isLifted(NameReader name) {
    return !lifted.isEmpty() && (lifted.contains(name.whole()) || lifted.contains(name.segment()));
  }

  /** Returns true if a header has credentials, by its name in any case, with hyphens or underscores. */
  public boolean isSecretHeader(String header) {
    String name = header.toLowerCase(Locale.ROOT).replace('_', '-');
    return isSecretHeaderName(name)
        && (lifted.isEmpty() || !lifted.contains(NameReader.hashOf(name)));
  }

  private static boolean isSecretHeaderName(String name) {
    for (String part : HEADER_PARTS.names()) {
      if (name.contains(part)) {
        return true;
      }
    }
    for (String word : words(name)) {
      if (HEADER_WORDS.names().contains(word)) {
        return true;
      }
    }
    return HEADER_NAMES.names().contains(name);
  }

  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '-') {
        words.add(name.substring(start, i));
        start = i + 1;
      }
    }
    return words;
  }

  /** Returns true if a value is long enough for a name that says little: at least 16 characters with a digit. */
  public static boolean isLongEnough(String value) {
    boolean hasDigit = false;
    for (int i = 0; i < value.length() && !hasDigit; i++) {
      hasDigit = CharKind.of(value.charAt(i)) == CharKind.DIGIT;
    }
    return hasDigit && value.length() >= TextScan.LONG_VALUE;
  }
}
