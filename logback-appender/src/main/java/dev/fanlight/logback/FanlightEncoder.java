/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.fanlight.logback.internal.event.EncodingDepth;
import dev.fanlight.logback.internal.event.TraceCapture;
import dev.fanlight.logback.internal.field.EncoderSettings;
import dev.fanlight.logback.internal.field.LineFields;
import dev.fanlight.logback.internal.field.SecretKeys;
import dev.fanlight.logback.internal.field.StackTraceWriter;
import dev.fanlight.logback.internal.json.JsonLine;
import dev.fanlight.logback.internal.value.JacksonAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that writes each event as one line of JSON with its trace ids.
 *
 * <p>Inside a {@link CapturingAppender} the encoder finds the ids on any thread. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FanlightEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final LogEnvironment environment;
  private final LineLedger ledger = LineLedger.process();
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean maskWarned = new AtomicBoolean();
  private final List<Pattern> maskPatterns = new ArrayList<>();
  private Set<String> maskKeys = Set.of();
  private @Nullable String profile;
  private @Nullable String serviceName;
  private @Nullable String resourceAttributes;
  private @Nullable String googleProject;
  private @Nullable String traceLinks;
  private int maxLineBytes = 16_000;
  private int maxStackFrames = 64;
  private boolean rootCauseFirst;
  private boolean bigNumbersAsText;
  private @Nullable LineFields layout;

  /** Creates the encoder; called by logback for an element of the XML. */
  public FanlightEncoder() {
    this(LogEnvironment.PROCESS);
  }

  FanlightEncoder(LogEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Default: {@code FANLIGHT_LOG_PROFILE}, then {@code ecs}. One or more of {@code ecs}, {@code ecs-nested}, {@code otel},
   * {@code logstash}, {@code datadog}, {@code new_relic}, {@code google_cloud}, {@code splunk}, {@code honeycomb}, {@code
   * dynatrace} and {@code xray}, separated by commas. The first profile defines the line; each further profile adds its
   * trace fields.
   */
  public void setProfile(String profile) {
    this.profile = profile;
  }

  /**
   * Default: {@code OTEL_SERVICE_NAME}, then {@code service.name} in {@code OTEL_RESOURCE_ATTRIBUTES}, then {@code
   * unknown_service:java}.
   */
  public void setServiceName(String serviceName) {
    this.serviceName = serviceName;
  }

  /** Default: no keys. The keys in {@code OTEL_RESOURCE_ATTRIBUTES} that each line contains, separated by commas. */
  public void setResourceAttributes(String keys) {
    this.resourceAttributes = keys;
  }

  /** Default: {@code GOOGLE_CLOUD_PROJECT}. The project in Google Cloud's trace names; without a project, the trace id alone. */
  public void setGoogleProject(String googleProject) {
    this.googleProject = googleProject;
  }

  /**
   * Default: {@code FANLIGHT_LOG_TRACE_LINKS}, then false. If true, lines of sampled traces contain the URL of the trace at
   * each vendor, as {@code trace_url.<vendor>}. The URLs come from the section {@code request_log}, or from {@code
   * RequestLog.Builder.traceLinks}.
   */
  public void setTraceLinks(String traceLinks) {
    this.traceLinks = traceLinks;
  }

  /**
   * Default: 16,000. The maximum length of a line in bytes, line feed included; Docker splits lines at 16 KiB. A longer
   * line loses stack frames, then the ends of its longest strings. Minimum: 2,048.
   */
  public void setMaxLineBytes(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  /** Default: 64. The maximum number of stack frames written for each throwable. */
  public void setMaxStackFrames(int maxStackFrames) {
    this.maxStackFrames = maxStackFrames;
  }

  /** Default: false, as the JDK prints it. If true, stack traces start with the innermost cause. */
  public void setRootCauseFirst(boolean rootCauseFirst) {
    this.rootCauseFirst = rootCauseFirst;
  }

  /**
   * Default: false. If true, whole numbers beyond 2<sup>53</sup>, such as ids of 64 bits, are written as text, because
   * JavaScript, jq and many other readers round such numbers.
   */
  public void setBigNumbersAsText(boolean bigNumbersAsText) {
    this.bigNumbersAsText = bigNumbersAsText;
  }

  /**
   * Default: no keys besides the built-in list of passwords, tokens, cookies, keys and similar names. Further keys, or
   * suffixes of keys, whose values are written as {@code ****}, separated by commas; case and punctuation do not matter.
   */
  public void setMaskKeys(String keys) {
    this.maskKeys = Set.copyOf(SettingReader.list(keys));
  }

  /** Default: no patterns. A regular expression whose matches in any string are written as {@code ****}. May be repeated. */
  public void addMaskPattern(String regex) {
    try {
      maskPatterns.add(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      addError(
          "<maskPattern> is not a regular expression and is ignored: " + e.getDescription(), e);
    }
  }

  @Override
  public void start() {
    layout = new LineFields(setup());
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    LineFields layout = this.layout;
    if (layout == null) {
      ledger.countUncaptured(event, LineLedger.DropReason.STOPPED);
      return NOTHING; // logback does not call an encoder that is not started
    }
    EncodingDepth.begin();
    try {
      byte[] line = layout.encode(event);
      ledger.countEncoded(event);
      return line;
    } catch (
        Throwable t) { // only for lack of memory: an error of the event itself costs only its field
      ledger.countUncaptured(event, LineLedger.DropReason.FAILED);
      throw t;
    } finally {
      EncodingDepth.end();
      warn(event);
    }
  }

  private void warn(ILoggingEvent event) {
    if (!warned.get() && isTraceUnknown(event) && warned.compareAndSet(false, true)) {
      addWarn(
          "events arrive on thread "
              + Thread.currentThread().getName()
              + " without their trace, and have no trace ids; make CapturingAppender the outermost appender");
    }
    String problem = JacksonAdapter.takeProblem();
    if (problem != null) {
      addWarn(problem);
    }
  }

  private static boolean isTraceUnknown(ILoggingEvent event) {
    try {
      return TraceCapture.isTraceUnknown(event);
    } catch (Throwable ignored) { // an event of a foreign class without a thread name
      return false;
    }
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  private EncoderSettings setup() {
    var settings = new SettingReader(environment, this::addError);
    int lineBytes = atLeast(JsonLine.MIN_LIMIT, "maxLineBytes", maxLineBytes);
    return new EncoderSettings(
        settings.profiles(profile),
        settings.service(serviceName, googleProject),
        settings.resource(resourceAttributes),
        hasTraceLinks(settings),
        lineBytes,
        new StackTraceWriter(
            atLeast(1, "maxStackFrames", maxStackFrames), lineBytes / 2, rootCauseFirst),
        bigNumbersAsText,
        SecretKeys.withDefault(maskKeys),
        new StringMasker(maskPatterns, this::warnOfMask));
  }

  private void warnOfMask(String problem) {
    if (maskWarned.compareAndSet(false, true)) {
      addWarn(problem);
    }
  }

  private boolean hasTraceLinks(SettingReader settings) {
    return settings.flag("traceLinks", traceLinks, "fanlight.log.trace.links");
  }

  /* An invalid setting does not stop logging: it is reported, and the nearest valid value is used. */
  private int atLeast(int least, String element, int value) {
    if (value < least) {
      addError("<" + element + "> is " + value + "; the minimum, " + least + ", is used");
    }
    return Math.max(least, value);
  }
}
