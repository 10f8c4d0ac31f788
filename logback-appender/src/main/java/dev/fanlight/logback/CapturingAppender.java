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
 * The outermost appender: it notes the trace of the logging thread on the event and hands it to the appenders inside, at
 * once or through a queue of its own.
 *
 * <p>What is inside may be asynchronous as well; {@link FanlightEncoder} and the JSON providers find the ids on any thread.
 * The MDC and the event that sibling appenders see stay as they are. Any number may stand beside or inside each other.
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
   * A toString, a getter or an appender inside may log while the event that it belongs to is on its way. Until 1.5.21
   * logback's appenders drop what is logged then, without a word, before append is called; ConsoleAppender still does, the
   * others now let it go on for ever. Here each is written or counted, by how far the thread is:
   *
   *   0  no event is on its way
   *   1  one is: filtered, captured, its message formatted. What is logged meanwhile is written, before it
   *   2  that is being done for what was logged meanwhile, or an event is with the appenders inside. What is logged now is
   *      counted: it could go on for ever
   *
   * At 1 no appender inside was entered: none of its locks is held, none of its guards set, no line begun. This is why the
   * message is formatted before any of them sees the event.
   */
  private static final int ENOUGH = 2;

  @SuppressWarnings("ThreadLocalUsage") // each its own: they may stand inside each other
  private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

  private final AppenderAttachableImpl<ILoggingEvent> inner = new AppenderAttachableImpl<>();
  private final LineLedger ledger = LineLedger.process();
  private final AtomicBoolean warned = new AtomicBoolean();
  private List<String> baggageKeys = List.of();
  private int queueSize;
  private Duration maxWait = Duration.buildBySeconds(1);
  private Duration maxFlush = Duration.buildBySeconds(5);
  private volatile @Nullable EventQueue queue;

  /** Made by logback, from the XML. */
  public CapturingAppender() {}

  /** Default: none. The keys of the baggage entries that each line shall carry, separated by commas. */
  public void setBaggage(String keys) {
    baggageKeys = SettingReader.list(keys);
  }

  /** Default: 0, the logging thread writes. Otherwise a thread of its own does, and so many events may wait for it. */
  public void setQueueSize(int queueSize) {
    this.queueSize = queueSize;
  }

  /**
   * Default: 1 second. How long a logging thread waits for room in a full queue. If there is still none, its event and those
   * after it are dropped, and counted, until there is room again.
   */
  public void setMaxWait(Duration maxWait) {
    this.maxWait = maxWait;
  }

  /** Default: 5 seconds. How long {@link #stop} waits for the queue to be written. */
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
          + "\" has no appender inside, so nothing is written; add <appender-ref ref=\"…\"/>");
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

  /** Writes what is queued, then stops the appenders inside as well. */
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

  /** Writes what is queued; from now on each logging thread writes its own events. For the end of the JVM. */
  void drain() {
    EventQueue queue = this.queue;
    if (queue != null) {
      queue.drain();
    }
    flush(inner.iteratorForAppenders());
  }

  /** Flushes buffers, because no stream is closed when the JVM ends. */
  private static void flush(Iterator<Appender<ILoggingEvent>> appenders) {
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream
          && !stream.isImmediateFlush()) {
        stream.setImmediateFlush(true);
        OutputStream out = stream.getOutputStream();
        try {
          out.flush();
        } catch (IOException e) {
          stream.addError("what was buffered is lost", e);
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
    } catch (Throwable t) { // of a filter: an application that logs must not see it
      reportFailure(t);
    } finally {
      depth[0] = outer;
    }
  }

  /** What logback's {@code doAppend} does, less its guard, which may be set. */
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
      takeFields(captured);
      EventQueue queue = this.queue;
      if (queue == null) {
        handInside(captured);
      } else {
        queue.offer(captured);
      }
    } catch (Throwable t) { // of an appender inside: an application that logs must not see it
      reportFailure(t);
      ledger.countDropped(captured, LineLedger.DropReason.FAILED);
    }
  }

  private void warnIfUnseen() {
    if (TraceCapture.isUnseenByRequestLog() && warned.compareAndSet(false, true)) {
      addWarn("requests that the sampler drops get no line of the request log; wrap the sampler in"
          + " RequestLog.recordingAll (where the SDK configures itself, set"
          + " FANLIGHT_REQUEST_LOG_RECORDING_ALL=true), or set request_log.enabled to false");
    }
  }

  /** Values may log while they say what they are; that would be a line for each value, so it is counted only. */
  private void takeFields(CapturedEvent event) {
    int[] depth = this.depth.get();
    int before = depth[0];
    depth[0] = ENOUGH;
    try {
      event.takeFields();
    } finally {
      depth[0] = before;
    }
  }

  private void handInside(CapturedEvent event) {
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

  /** Counts an event that no encoder of ours has made a line of. */
  private void settle(CapturedEvent event) {
    switch (InnerAppenderKind.of(inner.iteratorForAppenders())) {
      case STOPPED -> ledger.countDropped(event, LineLedger.DropReason.STOPPED);
      case OURS -> ledger.countDropped(event, LineLedger.DropReason.FILTERED);
      case OTHERS -> ledger.countEncoded(event);
      case LATER -> {} // the encoder will
    }
  }

  private void write(ILoggingEvent event) {
    try {
      handInside((CapturedEvent) event);
    } catch (Throwable t) { // the top of the writer's loop: one appender's error must not end it
      reportFailure(t);
      ledger.countDropped(event, LineLedger.DropReason.FAILED);
    }
  }

  private void reportFailure(Throwable t) {
    addError("appender \"" + getName() + "\" or one inside it failed; the event is lost", t);
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
