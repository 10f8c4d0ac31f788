/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.telemetry;

import dev.fanlight.exporters.internal.send.RequestTimes;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.MessageLogger;
import dev.fanlight.exporters.internal.transport.Exchange;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The ledger under the names of the SDK's self-observability metrics, with the vendor as {@code otel.component.name}.
 * Its values are read when a reader collects; only the time of each request is recorded at once.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/">Semantic conventions for OpenTelemetry
 *     SDK metrics</a> (in development: the names may still change; {@code fanlight_spans_total} will not)
 */
public final class SelfMetrics implements RequestTimes, AutoCloseable {

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");

  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final String PROCESSOR = "dev.fanlight.exporters.Fanlight";
  private static final Attributes QUEUE =
      Attributes.of(VendorAttributes.TYPE, PROCESSOR, VendorAttributes.NAME, "fanlight");

  private final Supplier<QueueSnapshot> intake;
  private final Supplier<List<LedgerSnapshot>> accounts;
  private final VendorAttributes vendors;

  /** Null without a meter provider. */
  private @Nullable RequestTimes durations;

  private final List<AutoCloseable> instruments = new ArrayList<>();

  /**
   * Registers the instruments.
   *
   * @param provider of the application, or a no-op
   * @param intake the counts before all vendors
   * @param accounts of the vendors
   * @param endpoints of the vendors that run, by name
   */
  public SelfMetrics(
      MeterProvider provider,
      Supplier<QueueSnapshot> intake,
      Supplier<List<LedgerSnapshot>> accounts,
      Supplier<Map<String, URI>> endpoints) {
    this.intake = intake;
    this.accounts = accounts;
    this.vendors = new VendorAttributes(endpoints);
    if (!provider.equals(MeterProvider.noop())) { // the instruments are sixty classes to load
      registerIfPossible(provider);
    }
  }

  /** The provider is the application's: without it the ledger is elsewhere, and spans are exported all the same. */
  private void registerIfPossible(MeterProvider provider) {
    try {
      register(provider);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      close();
      LOGGER.log(
          Level.WARNING,
          ForeignText.loggable(e),
          () ->
              "the meter provider failed; there are no metrics otel.sdk.exporter.* and otel.sdk.processor.*."
                  + " Spans are exported all the same. Check the version of OpenTelemetry's API for metrics.");
    }
  }

  private void register(MeterProvider provider) {
    Meter meter = provider.get("dev.fanlight.exporters");
    durations = new OperationDuration(meter);
    instruments.add(meter
        .upDownCounterBuilder("otel.sdk.processor.span.queue.size")
        .setUnit("{span}")
        .setDescription("Spans that wait for the batcher.")
        .buildWithCallback(size -> size.record(intake.get().queued(), QUEUE)));
    instruments.add(meter
        .upDownCounterBuilder("otel.sdk.processor.span.queue.capacity")
        .setUnit("{span}")
        .setDescription("The most spans that may wait for the batcher.")
        .buildWithCallback(capacity -> capacity.record(intake.get().capacity(), QUEUE)));
    instruments.add(meter
        .counterBuilder("otel.sdk.processor.span.processed")
        .setUnit("{span}")
        .setDescription("Spans taken by the batcher, and those refused with their reason.")
        .buildWithCallback(this::processed));
    instruments.add(meter
        .upDownCounterBuilder("otel.sdk.exporter.span.inflight")
        .setUnit("{span}")
        .setDescription("Spans that wait for a vendor or are on their way to it.")
        .buildWithCallback(this::inFlight));
    instruments.add(meter
        .counterBuilder("otel.sdk.exporter.span.exported")
        .setUnit("{span}")
        .setDescription("Spans that a vendor took, and those it will not get with their reason.")
        .buildWithCallback(this::exported));
  }

  @Override
  public void ended(String vendor, @Nullable URI endpoint, Exchange exchange, long nanos) {
    RequestTimes measured = durations;
    if (measured != null) {
      measured.ended(vendor, endpoint, exchange, nanos);
    }
  }

  @Override
  public void clientEnded(String vendor, String error, long nanos) {
    RequestTimes measured = durations;
    if (measured != null) {
      measured.clientEnded(vendor, error, nanos);
    }
  }

  private void processed(ObservableLongMeasurement processed) {
    QueueSnapshot now = intake.get();
    processed.record(now.received(), QUEUE);
    record(processed, now.refusedByReason(), QUEUE);
  }

  private void inFlight(ObservableLongMeasurement inFlight) {
    for (LedgerSnapshot account : accounts.get()) {
      inFlight.record(account.buffered(), vendors.of(account.vendor()));
    }
  }

  private void exported(ObservableLongMeasurement exported) {
    for (LedgerSnapshot account : accounts.get()) {
      Attributes vendor = vendors.of(account.vendor());
      exported.record(account.delivered(), vendor);
      record(exported, account.rejectedByReason(), vendor);
      record(exported, account.droppedByReason(), vendor);
    }
  }

  private static void record(
      ObservableLongMeasurement to, Map<String, Long> byReason, Attributes component) {
    byReason.forEach((reason, spans) ->
        to.record(spans, component.toBuilder().put(ERROR, reason).build()));
  }

  @Override
  public void close() {
    for (AutoCloseable instrument : instruments) {
      try {
        instrument.close();
      } catch (Exception ignored) {
        // the application's meter provider may be closed already
      }
    }
    instruments.clear();
  }
}
