/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import io.opentelemetry.sdk.common.export.GrpcSender;
import org.jspecify.annotations.Nullable;

/** A sender, and what it was made for. The lock of {@link GrpcChannels} guards what changes. */
final class GrpcChannel {

  private final GrpcSender sender;
  private final GrpcTarget target;
  private final Tls.@Nullable Material tls;
  private int calls;
  private boolean isOutdated;

  GrpcChannel(GrpcSender sender, GrpcTarget target, Tls.@Nullable Material tls) {
    this.sender = sender;
    this.target = target;
    this.tls = tls;
  }

  GrpcSender sender() {
    return sender;
  }

  /** Takes one more call, if it leads there and has room for it. */
  @SuppressWarnings("ReferenceEquality") // one object for as long as the files stay as they are
  boolean enter(GrpcTarget to, Tls.@Nullable Material now, int mostCalls) {
    if (calls >= mostCalls || !target.equals(to) || now != tls) {
      return false;
    }
    calls++;
    return true;
  }

  /** One call less. */
  void leave() {
    calls--;
  }

  /** A channel to the same place was made with other certificates or another time-out: it takes no more calls. */
  void succeededBy(GrpcChannel newer) {
    isOutdated |= target.isReplacedBy(newer.target) || isOtherwiseSecured(newer);
  }

  @SuppressWarnings("ReferenceEquality")
  private boolean isOtherwiseSecured(GrpcChannel newer) {
    return target.equals(newer.target) && tls != newer.tls;
  }

  /** Whether nobody will use it again. */
  boolean isOver() {
    return isOutdated && calls == 0;
  }
}
