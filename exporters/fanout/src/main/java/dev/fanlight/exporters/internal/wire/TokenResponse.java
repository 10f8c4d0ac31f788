/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import java.nio.charset.StandardCharsets;

/**
 * The response of an OAuth 2.0 token endpoint (RFC 6749, sections 5.1 and 5.2).
 *
 * @param accessToken empty if the response has none
 * @param tokenType empty if the response has none
 * @param expiresInSeconds lifetime of the token; 0 if the response has none, negative if it is not a positive whole
 *     number
 * @param error code of the error, such as {@code invalid_client}; empty if there is none
 * @param errorDescription foreign text; empty if there is none
 */
public record TokenResponse(
    String accessToken,
    String tokenType,
    long expiresInSeconds,
    String error,
    String errorDescription) {

  private static final TokenResponse NONE = new TokenResponse("", "", 0, "", "");

  /** Without the token. */
  @Override
  public String toString() {
    return "TokenResponse{" + (accessToken.isEmpty() ? "without" : "with") + " token}";
  }

  /** Returns the response in a body; without a token and an error if the body is not a JSON object. */
  public static TokenResponse parse(byte[] body) {
    try {
      String text = new String(body, StandardCharsets.UTF_8);
      return JsonReader.isObject(text) ? of(new JsonReader(text)) : NONE;
    } catch (IllegalArgumentException noJson) {
      return NONE;
    }
  }

  private static TokenResponse of(JsonReader response) {
    String accessToken = "";
    String tokenType = "";
    long expiresIn = 0;
    String error = "";
    String description = "";
    while (response.next()) {
      if (response.isComposite()) {
        continue;
      }
      switch (response.name()) {
        case "access_token" -> accessToken = response.isString() ? response.string() : "";
        case "token_type" -> tokenType = response.string();
        case "expires_in" ->
          expiresIn = seconds(response.string()); // Azure AD 1.0 puts it in quotes
        case "error" -> error = response.string();
        case "error_description" -> description = response.string();
        default -> {}
      }
    }
    return new TokenResponse(accessToken, tokenType, expiresIn, error, description);
  }

  private static long seconds(String number) {
    if (number.isEmpty()) {
      return 0;
    }
    try {
      long seconds = Long.parseLong(number);
      return seconds > 0 ? seconds : -1;
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }
}
