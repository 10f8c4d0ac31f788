/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A credential: it prints as {@code ***}, and only {@link #reveal()} gives it out. Safe on any thread.
 *
 * <p>A secret that comes from a file is read again by {@link #refresh()}; everything derived from it with
 * {@link #map} follows. So a vendor keeps the secret, not its text:
 *
 * <pre>{@code
 * Secret token = node.get(TOKEN);
 * Headers headers = Secret.headers(Map.of("authorization", token.map(t -> "Bearer " + t)));
 * }</pre>
 */
public final class Secret {

  // of one source or of two other secrets; plain fields, for lambdas would be classes at each start
  private final @Nullable Supplier<String> source;
  private volatile @Nullable String text;
  private final @Nullable Secret first;
  private final @Nullable Secret second;
  private final @Nullable Joining joining;

  private Secret(@Nullable Supplier<String> source, String text) {
    this.source = source;
    this.text = Objects.requireNonNull(text, "text");
    this.first = null;
    this.second = null;
    this.joining = null;
  }

  private Secret(Secret first, Secret second, Joining joining) {
    this.source = null;
    this.text = null;
    this.first = first;
    this.second = second;
    this.joining = Objects.requireNonNull(joining, "joining");
  }

  /** A secret that never changes. */
  public static Secret of(String text) {
    return new Secret(null, text);
  }

  /**
   * A secret that is asked of its source now and at each {@link #refresh()}.
   *
   * @param source throws if it cannot be read: now the exception is passed on, later the old text is kept
   */
  public static Secret readBy(Supplier<String> source) {
    return new Secret(source, source.get());
  }

  /** The text as it is now. Its only use is the request that it authenticates. */
  public String reveal() {
    return first == null || second == null || joining == null
        ? Objects.requireNonNull(text)
        : joining.join(first.reveal(), second.reveal());
  }

  /** Reads the text again where it came from; keeps the old one where that fails. */
  public void refresh() {
    if (first != null && second != null) {
      first.refresh();
      second.refresh();
    } else if (source != null) {
      try {
        text = Objects.requireNonNull(source.get(), "the source gave no text");
      } catch (RuntimeException ignored) {
        // the file may be in the middle of its swap; the vendor goes on refusing, and we are asked
        // again
      }
    }
  }

  /** A secret made of this one, for example a whole header; it follows this one's changes. */
  public Secret map(UnaryOperator<String> change) {
    return new Secret(this, of(""), (own, none) -> change.apply(own));
  }

  /** A secret made of two, for example user and password; it follows the changes of both. */
  public Secret join(Secret other, Joining joining) {
    return new Secret(this, Objects.requireNonNull(other, "other"), joining);
  }

  /** Returns headers with secret values; refreshing the headers refreshes the secrets. */
  public static Headers headers(Map<String, Secret> secrets) {
    Map<String, Secret> copy = Map.copyOf(secrets);
    return new Headers() {
      @Override
      public Map<String, String> current() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, Secret> header : copy.entrySet()) {
          headers.put(header.getKey(), header.getValue().reveal());
        }
        return headers;
      }

      @Override
      public void refresh() {
        copy.values().forEach(Secret::refresh);
      }

      @Override
      public String toString() {
        return "Headers" + copy.keySet(); // values are secrets
      }
    };
  }

  /** Returns true if the other object is a secret with the same text now. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && reveal().equals(secret.reveal());
  }

  /** Returns the same number for all secrets: a hash would reveal something about the text. */
  @Override
  public int hashCode() {
    return 0;
  }

  /** Always {@code ***}. */
  @Override
  public String toString() {
    return "***";
  }

  /** Makes one text of two. */
  @FunctionalInterface
  public interface Joining {
    /** The joined text. */
    String join(String first, String second);
  }
}
