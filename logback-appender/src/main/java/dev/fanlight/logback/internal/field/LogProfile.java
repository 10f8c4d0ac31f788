/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback.internal.field;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader of lines expects to find under which name. */
public enum LogProfile {
  /** The Elastic Common Schema, dotted, as Elastic's own ecs-logging libraries write it. */
  ECS {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Ecs.line(setup, false);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return Ecs.join(false);
    }
  },

  /** The Elastic Common Schema in nested objects, for readers that do not expand dots. */
  ECS_NESTED {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Ecs.line(setup, true);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return Ecs.join(true);
    }
  },

  /** OpenTelemetry's "Trace Context in non-OTLP Log Formats", and its data model's names for the rest. */
  OTEL {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.otel(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.otel();
    }
  },

  /** The names of logstash-logback-encoder. */
  LOGSTASH {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.logstash(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.otel();
    }
  },

  /** Datadog's reserved and standard attributes. */
  DATADOG {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.datadog(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.datadog(service);
    }
  },

  /** New Relic's logs in context. */
  NEW_RELIC {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.newRelic(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.newRelic();
    }
  },

  /** Google Cloud Logging's structured logging. */
  GOOGLE_CLOUD {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.googleCloud(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.googleCloud(service.googleProject());
    }
  },

  /** Splunk Observability Cloud's Log Observer. */
  SPLUNK {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.splunk(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.otel();
    }
  },

  /** Honeycomb: each line is an annotation of its span. */
  HONEYCOMB {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.honeycomb(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.honeycomb();
    }
  },

  /** Dynatrace's semantic dictionary. */
  DYNATRACE {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.dynatrace(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.dynatrace();
    }
  },

  /** AWS X-Ray and CloudWatch Application Signals. */
  XRAY {
    @Override
    List<LogField> line(EncoderSettings setup) {
      return Vendors.xray(setup);
    }

    @Override
    List<LogField> join(ServiceIdentity service) {
      return TraceFields.xray();
    }
  };

  /** All fields but the trace's and the user's, in order. */
  abstract List<LogField> line(EncoderSettings setup);

  /** The fields by which a reader joins the line to its trace. */
  abstract List<LogField> join(ServiceIdentity service);

  boolean isEcs() {
    return this == ECS || this == ECS_NESTED;
  }

  /** The name in configuration: lower case, hyphens and underscores alike. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The profile of that name, if there is one. */
  public static Optional<LogProfile> named(String name) {
    String id = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    for (LogProfile profile : values()) {
      if (profile.id().equals(id)) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }
}
