/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.fanlight.logback.internal.event.EventTrace;
import dev.fanlight.logback.internal.event.TraceCapture;
import dev.fanlight.logback.internal.field.TraceFieldWriter;
import net.logstash.logback.composite.AbstractJsonProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A JSON provider that writes the trace fields of one or more profiles, for a {@code LogstashEncoder} or a composite encoder.
 *
 * <p>Inside a {@link CapturingAppender} the provider finds the ids on any thread, and ids that an agent has put into the MDC
 * are written once.
 *
 * <pre>{@code
 * <encoder class="net.logstash.logback.encoder.LogstashEncoder">
 *   <provider class="dev.fanlight.logback.TraceJsonProvider">
 *     <profile>ecs,datadog</profile>
 *   </provider>
 * </encoder>
 * }</pre>
 *
 * @since 0.1.0
 */
public final class TraceJsonProvider extends AbstractJsonProvider<ILoggingEvent> {
  private @Nullable String profile;
  private @Nullable TraceFieldWriter names;

  /** Creates the provider; called by logback for an element of the XML. */
  public TraceJsonProvider() {}

  /** Default: {@code FANLIGHT_LOG_PROFILE}, then {@code ecs}. See {@link FanlightEncoder#setProfile}. */
  public void setProfile(String profile) {
    this.profile = profile;
  }

  @Override
  public void start() {
    var settings = new SettingReader(LogEnvironment.PROCESS, this::addError);
    names = new TraceFieldWriter(settings.profiles(profile), settings.service(null, null));
    TraceProviderRegistry.add(getContext(), this);
    super.start();
  }

  @Override
  public void stop() {
    TraceProviderRegistry.remove(getContext(), this);
    super.stop();
  }

  @Override
  public void writeTo(JsonGenerator generator, ILoggingEvent event) {
    EventTrace trace = TraceCapture.of(event);
    if (trace != null && names != null) {
      names.forEach(trace, generator::writePOJOProperty);
    }
  }
}
