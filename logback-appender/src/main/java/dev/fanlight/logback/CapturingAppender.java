/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.Duration;
import dev.fanlight.logback.internal.event.CapturedEvent;
import dev.fanlight.logback.internal.event.EncodingDepth;
import dev.fanlight.logback.internal.event.TraceCapture;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The outermost appender: it captures the trace of the logging thread with the event and passes the event to the inner
 * appenders, directly or through its own queue.
 *
 * <p>Inner appenders may be asynchronous; {@link FanlightEncoder} and the JSON providers find the ids on any thread. The MDC
 * and the event that sibling appenders receive are not changed. Capturing appenders may be siblings or nested.
 *
 * <pre>{@code
 * <appender name="FANLIGHT" class="dev.fanlight.logback.CapturingAppender">
 *   <queueSize>8192</queueSize>
 *   <appender-ref ref="FILE"/>
 * </appender>
 * <root level="INFO"><appender-ref ref="FANLIGHT"/></root>
 * }</pre>
 *
 * @since 0.1.0
 */
public final class CapturingAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements AppenderAttachable<ILoggingEvent> {
  /*
   * Re-entrant events: a toString, a getter or an inner appender may log while the thread processes another event. Until
   * 1.5.21 logback's appenders drop such an event silently, before append is called; ConsoleAppender still does, the other
   * appenders now allow unbounded recursion. Here each re-entrant event is written or counted, by the depth of the thread:
   *
   *   0  the thread processes no event
   *   1  the thread filters an event, captures it, formats its message. An event logged now is written, before the outer one
   *   2  the thread does the same for a re-entrant event, or an event is in the inner appenders. An event logged now is
   *      counted as RE_ENTRANT, because the recursion could be unbounded
   *
   * At depth 1 no inner appender was entered: the thread holds no lock or guard of theirs, and no line is incomplete. For
   * this reason the message is formatted before the event is passed to the inner appenders.
   */
  private static final int ENOUGH = 2;

  @SuppressWarnings("ThreadLocalUsage") // one for each appender: appenders may be nested
  private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

  private final AppenderAttachableImpl<ILoggingEvent> inner = new AppenderAttachableImpl<>();
  private final LineLedger ledger = LineLedger.process();
  private final AtomicBoolean warned = new AtomicBoolean();
  private List<String> baggageKeys = List.of();
  private int queueSize;
  private Duration maxWait = Duration.buildBySeconds(1);
  private Duration maxFlush = Duration.buildBySeconds(5);
  private volatile @Nullable EventQueue queue;

  /** Creates the appender; called by logback for an element of the XML. */
  public CapturingAppender() {}

  /** Default: no keys. The keys of the baggage entries that each line contains, separated by commas. */
  public void setBaggage(String keys) {
    baggageKeys = SettingReader.list(keys);
  }

  /** Default: 0, the logging thread writes. Above 0: the capacity of the queue, in events, of a dedicated writer thread. */
  public void setQueueSize(int queueSize) {
    this.queueSize = queueSize;
  }

  /**
   * Default: 1 second. The maximum time for which a logging thread waits for capacity in a full queue without progress of the
   * writer. After that, this event and all later events are dropped and counted until the queue has capacity again.
   */
  public void setMaxWait(Duration maxWait) {
    this.maxWait = maxWait;
  }

  /** Default: 5 seconds. The maximum time for which {@link #stop} waits until the queue is written. */
  public void setMaxFlush(Duration maxFlush) {
    this.maxFlush = maxFlush;
  }

  @Override
  public void start() {
    if (isStarted()) {
      return;
    }
    if (!inner.iteratorForAppenders().hasNext()) {
      addWarn("appender \""
          + getName()
          + "\" has no inner appender, so no line is written; add <appender-ref ref=\"…\"/>");
    }
    queue = queueSize > 0 ? startedQueue(queueSize) : null;
    super.start();
  }

  private EventQueue startedQueue(int capacity) {
    var started = new EventQueue(
        capacity, maxWait.getMilliseconds(), maxFlush.getMilliseconds(), this::write, ledger);
    started.start();
    return started;
  }

  /** Writes the queued events, then stops the inner appenders. */
  @Override
  public void stop() {
    if (!isStarted()) {
      return;
    }
    super.stop();
    EventQueue queue = this.queue;
    if (queue != null) {
      queue.close();
    }
    inner.detachAndStopAllAppenders();
  }

  /** Writes the queued events; from now on each logging thread writes its own events. Called at the end of the JVM. */
  void drain() {
    EventQueue queue = this.queue;
    if (queue != null) {
      queue.drain();
    }
    flush(inner.iteratorForAppenders());
  }

  /** Flushes the buffers of the appenders, because the JVM closes no stream when it ends. */
  private static void flush(Iterator<Appender<ILoggingEvent>> appenders) {
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream
          && !stream.isImmediateFlush()) {
        stream.setImmediateFlush(true);
        OutputStream out = stream.getOutputStream();
        try {
          out.flush();
        } catch (IOException e) {
          stream.addError("buffered lines are lost: the stream cannot be flushed", e);
        }
      }
    }
  }

  @Override
  public void doAppend(ILoggingEvent event) {
    int[] depth = this.depth.get();
    int outer = depth[0];
    if (outer == ENOUGH || EncodingDepth.isOnThisThread()) {
      ledger.countUncaptured(event, LineLedger.DropReason.RE_ENTRANT);
      return;
    }
    depth[0] = outer + 1;
    try {
      if (outer == 0) {
        super.doAppend(event);
      } else {
        appendMeanwhile(event);
      }
    } catch (Throwable t) { // thrown by a filter: the application must not see it
      reportFailure(t);
    } finally {
      depth[0] = outer;
    }
  }

  /** Does the work of logback's {@code doAppend} without its guard, which may be set. */
  private void appendMeanwhile(ILoggingEvent event) {
    if (isStarted() && getFilterChainDecision(event) != FilterReply.DENY) {
      append(event);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!(event instanceof CapturedEvent)) {
      ledger.countCaptured();
    }
    CapturedEvent captured =
        TraceCapture.capture(event, baggageKeys, TraceProviderRegistry.exist(getContext()));
    try {
      warnIfUnseen();
      captured.prepareForDeferredProcessing();
      captureFields(captured);
      EventQueue queue = this.queue;
      if (queue == null) {
        appendToInner(captured);
      } else {
        queue.offer(captured);
      }
    } catch (Throwable t) { // thrown by an inner appender: the application must not see it
      reportFailure(t);
      ledger.countDropped(captured, LineLedger.DropReason.FAILED);
    }
  }

  private void warnIfUnseen() {
    if (TraceCapture.isUnseenByRequestLog() && warned.compareAndSet(false, true)) {
      addWarn("requests that the sampler drops have no line in the request log; wrap the sampler in"
          + " RequestLog.recordingAll (where the SDK configures itself, set"
          + " FANLIGHT_REQUEST_LOG_RECORDING_ALL=true), or set request_log.enabled to false");
    }
  }

  /** Captures the values of the event. A value may log in its toString; such events are counted and not written. */
  private void captureFields(CapturedEvent event) {
    int[] depth = this.depth.get();
    int before = depth[0];
    depth[0] = ENOUGH;
    try {
      event.captureFields();
    } finally {
      depth[0] = before;
    }
  }

  private void appendToInner(CapturedEvent event) {
    int[] depth = this.depth.get();
    int before = depth[0];
    depth[0] = ENOUGH;
    try {
      inner.appendLoopOnAppenders(event);
    } finally {
      depth[0] = before;
    }
    if (!event.isSettled()) {
      settle(event);
    }
  }

  /** Counts an event that no {@link FanlightEncoder} has encoded. */
  private void settle(CapturedEvent event) {
    switch (InnerAppenderKind.of(inner.iteratorForAppenders())) {
      case STOPPED -> ledger.countDropped(event, LineLedger.DropReason.STOPPED);
      case OURS -> ledger.countDropped(event, LineLedger.DropReason.FILTERED);
      case OTHERS -> ledger.countEncoded(event);
      case LATER -> {} // counted by the encoder, later
    }
  }

  private void write(ILoggingEvent event) {
    try {
      appendToInner((CapturedEvent) event);
    } catch (
        Throwable t) { // top of the writer's loop: an error of one appender must not end the thread
      reportFailure(t);
      ledger.countDropped(event, LineLedger.DropReason.FAILED);
    }
  }

  private void reportFailure(Throwable t) {
    addError("appender \"" + getName() + "\" or an inner appender failed; the event is dropped", t);
  }

  @Override
  public void addAppender(Appender<ILoggingEvent> appender) {
    inner.addAppender(appender);
  }

  @Override
  public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
    return inner.iteratorForAppenders();
  }

  @Override
  public Appender<ILoggingEvent> getAppender(String name) {
    return inner.getAppender(name);
  }

  @Override
  public boolean isAttached(Appender<ILoggingEvent> appender) {
    return inner.isAttached(appender);
  }

  @Override
  public void detachAndStopAllAppenders() {
    inner.detachAndStopAllAppenders();
  }

  @Override
  public boolean detachAppender(Appender<ILoggingEvent> appender) {
    return inner.detachAppender(appender);
  }

  @Override
  public boolean detachAppender(String name) {
    return inner.detachAppender(name);
  }
}
