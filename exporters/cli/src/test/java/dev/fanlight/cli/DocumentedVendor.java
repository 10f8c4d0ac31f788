/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * How a vendor's own pages say that it behaves (docs/vendors.md names them).
 *
 * @param type in the catalogue
 * @param keys of the vendor in the file; {@code RECEIVER} stands for the receiver's address, {@code KEY} for the credential
 * @param path that it takes spans at
 * @param header that must hold the credential
 * @param value of that header
 * @param others further headers that must be there
 * @param status of success
 * @param contentType of the success's body
 * @param body of success
 * @param refusal status for a wrong credential
 * @param trouble a status for trouble that passes, which is to be retried
 * @param demands what it wants of each request's body
 */
record DocumentedVendor(
    String type,
    String keys,
    String path,
    String header,
    String value,
    Map<String, String> others,
    int status,
    String contentType,
    String body,
    int refusal,
    int trouble,
    Demands demands) {

  static final String KEY = "s3cret-key";
  private static final String TRACES = "/v1/traces";
  private static final String PROTOBUF = "application/x-protobuf";

  @Override
  public String toString() {
    return type;
  }

  private static DocumentedVendor of(
      String type, String keys, String path, String header, String value) {
    return new DocumentedVendor(
        type, keys, path, header, value, Map.of(), 200, PROTOBUF, "", 401, 503, Demands.NONE);
  }

  private DocumentedVendor with(Map<String, String> more) {
    return new DocumentedVendor(
        type,
        keys,
        path,
        header,
        value,
        more,
        status,
        contentType,
        body,
        refusal,
        trouble,
        demands);
  }

  private DocumentedVendor answering(int ok, String okType, String okBody) {
    return new DocumentedVendor(
        type, keys, path, header, value, others, ok, okType, okBody, refusal, trouble, demands);
  }

  private DocumentedVendor refusingWith(int no) {
    return new DocumentedVendor(
        type, keys, path, header, value, others, status, contentType, body, no, trouble, demands);
  }

  private DocumentedVendor troubledWith(int busy) {
    return new DocumentedVendor(
        type, keys, path, header, value, others, status, contentType, body, refusal, busy, demands);
  }

  private DocumentedVendor demanding(Demands more) {
    return new DocumentedVendor(
        type, keys, path, header, value, others, status, contentType, body, refusal, trouble, more);
  }

  private static String basic(String user) {
    return "Basic "
        + Base64.getEncoder().encodeToString((user + ":" + KEY).getBytes(StandardCharsets.UTF_8));
  }

  static List<DocumentedVendor> all() {
    String here = "endpoint: 'RECEIVER'";
    return List.of(
        of("otlp", here + ", headers: {authorization: KEY}", TRACES, "authorization", KEY)
            .troubledWith(429),
        of("new_relic", here + ", license_key: KEY", TRACES, "api-key", KEY)
            .demanding(Demands.NONE.request(1_000_000).attribute(4095))
            .refusingWith(403)
            .troubledWith(429),
        of("honeycomb", here + ", api_key: KEY", TRACES, "x-honeycomb-team", KEY)
            .demanding(Demands.NONE.request(20 << 20).attribute(65_535))
            .troubledWith(429),
        of(
            "lightstep",
            here + ", access_token: KEY",
            "/traces/otlp/v0.9",
            "lightstep-access-token",
            KEY),
        of(
                "elastic_apm_server",
                here + ", secret_token: KEY",
                TRACES,
                "authorization",
                "Bearer " + KEY)
            .troubledWith(500),
        of("elastic_cloud", here + ", api_key: KEY", TRACES, "authorization", "ApiKey " + KEY)
            .demanding(Demands.NONE.message(4_000_000))
            .troubledWith(429),
        of(
                "zipkin",
                here + ", headers: {authorization: KEY}",
                "/api/v2/spans",
                "authorization",
                KEY)
            .demanding(Demands.NONE.message(10 << 20))
            .answering(202, "text/plain", ""),
        of("jaeger", here + ", headers: {authorization: KEY}", TRACES, "authorization", KEY)
            .demanding(Demands.NONE.message(20 << 20)),
        of(
                "tempo",
                here + ", tenant: shop, headers: {authorization: KEY}",
                TRACES,
                "authorization",
                KEY)
            .demanding(Demands.NONE.message(20 << 20))
            .with(Map.of("x-scope-orgid", "shop"))
            .troubledWith(429),
        of(
                "grafana_cloud",
                here + ", region: prod-eu-west-2, instance_id: 42, token: KEY",
                "/otlp/v1/traces",
                "authorization",
                basic("42"))
            .troubledWith(429),
        of("datadog", here + ", api_key: KEY", TRACES, "dd-api-key", KEY)
            .demanding(Demands.NONE.request(3_200_000).message(3_200_000))
            .with(Map.of("compute_stats", "true"))
            .answering(202, "application/json", "{}")
            .refusingWith(403),
        of(
                "dynatrace",
                here + ", api_token: KEY",
                "/api/v2/otlp/v1/traces",
                "authorization",
                "Api-Token " + KEY)
            .demanding(Demands.NONE.request(8_000_000).message(8_000_000)),
        of("splunk", here + ", realm: us0, access_token: KEY", "/v2/trace/otlp", "x-sf-token", KEY),
        of(
                "google_cloud",
                here + ", access_token: KEY, project: p",
                TRACES,
                "authorization",
                "Bearer " + KEY)
            .demanding(Demands.NONE.attribute(65_536).resource(Map.of("gcp.project_id", "p"))),
        of(
            "azure_monitor",
            "endpoint: 'RECEIVER/otlp/v1/traces', access_token: KEY",
            "/otlp/v1/traces",
            "authorization",
            "Bearer " + KEY),
        of(
                "sentry",
                "dsn: 'http://KEY@HOST/42'",
                "/api/42/integration/otlp/v1/traces",
                "x-sentry-auth",
                "sentry sentry_key=" + KEY)
            .troubledWith(429),
        of("signoz", here + ", ingestion_key: KEY", TRACES, "signoz-ingestion-key", KEY)
            .demanding(Demands.NONE.request(16_000_000)),
        of("uptrace", here + ", dsn: KEY", TRACES, "uptrace-dsn", KEY),
        of("axiom", here + ", token: KEY, dataset: shop", TRACES, "authorization", "Bearer " + KEY)
            .with(Map.of("x-axiom-dataset", "shop")),
        of(
                "coralogix",
                here + ", api_key: KEY, domain: eu1.coralogix.com, application: a, subsystem: b",
                TRACES,
                "authorization",
                "Bearer " + KEY)
            .demanding(Demands.NONE
                .request(2_000_000)
                .message(10_000_000)
                .resource(Map.of("cx.application.name", "a", "cx.subsystem.name", "b")))
            .with(Map.of("cx-application-name", "a", "cx-subsystem-name", "b")),
        of("dash0", here + ", token: KEY", TRACES, "authorization", "Bearer " + KEY)
            .with(Map.of("dash0-dataset", "default"))
            .refusingWith(403),
        of("logzio", here + ", token: KEY", TRACES, "authorization", "Bearer " + KEY),
        of(
            "chronosphere",
            here + ", instance: acme, api_token: KEY",
            "/data/opentelemetry/v1/traces",
            "api-token",
            KEY),
        of(
                "instana",
                here + ", unit: orange, agent_key: KEY, host: h",
                TRACES,
                "x-instana-key",
                KEY)
            .with(Map.of("x-instana-host", "h")),
        of(
            "sumo_logic",
            "source_url: 'RECEIVER/KEY', headers: {x: y}",
            "/" + KEY + TRACES,
            "x",
            "y"),
        of(
                "better_stack",
                here + ", ingesting_host: h, source_token: KEY",
                TRACES,
                "authorization",
                "Bearer " + KEY)
            .answering(200, "application/json", "{}"),
        of(
                "openobserve",
                here + ", org: acme, user: u, password: KEY",
                "/api/acme/v1/traces",
                "authorization",
                basic("u"))
            .with(Map.of("stream-name", "default")),
        of("logfire", here + ", token: KEY", TRACES, "authorization", KEY),
        of("clickstack", here + ", ingestion_key: KEY", TRACES, "authorization", KEY)
            .demanding(Demands.NONE.message(20 << 20)),
        of(
                "victoria_traces",
                here + ", headers: {authorization: KEY}",
                "/insert/opentelemetry/v1/traces",
                "authorization",
                KEY)
            .with(Map.of("accountid", "0", "projectid", "0")),
        of(
            "langfuse",
            here + ", public_key: pk, secret_key: KEY",
            "/api/public/otel/v1/traces",
            "authorization",
            basic("pk")));
  }

  /** The vendor's file with a credential. */
  String file(String receiver, String credential) {
    return "vendors: {vendor: {type: " + type
        + ", timeout: 60s, retry: {first_delay: 1ms, max_delay: 5ms}, "
        + keys.replace("RECEIVER", "http://" + receiver)
            .replace("HOST", receiver)
            .replace("KEY", credential)
        + "}}\n";
  }
}
