/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.opentelemetry.sdk.common.export.GrpcSender;
import org.jspecify.annotations.Nullable;

/** A sender, and the certificates it was made with; with others it ends, after the calls that are under way. Any thread. */
final class GrpcChannel {

  private final GrpcSender sender;
  private final Tls.@Nullable Material tls;
  private final Object lock = new Object();

  @GuardedBy("lock") private int calls = 1;

  @GuardedBy("lock") private boolean isOutdated;

  /** A channel with one call, that of whoever opens it. */
  GrpcChannel(GrpcSender sender, Tls.@Nullable Material tls) {
    this.sender = sender;
    this.tls = tls;
  }

  GrpcSender sender() {
    return sender;
  }

  /** Begins a call, unless these are not the certificates any more; {@link #leave} follows one that has begun. */
  @SuppressWarnings("ReferenceEquality") // one object for as long as the files stay as they are
  boolean enter(Tls.@Nullable Material now) {
    boolean isOver;
    synchronized (lock) {
      if (now == tls) {
        calls++;
        return true;
      }
      isOutdated = true;
      isOver = calls == 0;
    }
    if (isOver) {
      close();
    }
    return false;
  }

  /** Ends a call. */
  void leave() {
    boolean isOver;
    synchronized (lock) {
      calls--;
      isOver = isOutdated && calls == 0;
    }
    if (isOver) {
      close();
    }
  }

  /** Cancels what is under way. */
  void close() {
    sender.shutdown();
  }
}
