/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.relay.internal.section;

import dev.fanlight.relay.internal.server.RelayReceiver;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.InetSocketAddress;

/** The section as the fan-out owns it: it sees no span of this process, and its end closes the receiver. */
final class SourceProcessor implements SpanProcessor {

  private final RelayReceiver receiver;
  private final RunningSources running;
  private final InetSocketAddress address;

  SourceProcessor(RelayReceiver receiver, RunningSources running) {
    this.receiver = receiver;
    this.running = running;
    this.address = receiver.address();
    running.started(address);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }

  @Override
  public CompletableResultCode shutdown() {
    running.ended(address);
    receiver.close();
    return CompletableResultCode.ofSuccess();
  }
}
