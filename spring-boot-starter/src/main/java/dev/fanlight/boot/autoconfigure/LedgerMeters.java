/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ClassUtils;

/** The ledger of each vendor as Micrometer meters, in registries that the metrics bridge does not serve. */
final class LedgerMeters implements SmartInitializingSingleton {

  /*
   * Vendors come and go with the file, and meters are registered once. So the gauge fanlight.vendors, which every
   * export reads, registers the meters of new vendors; meters of a removed vendor stay with their last values.
   */

  private static final String BRIDGE = "dev.fanlight.metrics.MetricsBridge";
  private static final String PROMETHEUS =
      "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

  private final Fanlight fanlight;
  private final @Nullable ObjectProvider<MeterRegistry> registries;

  LedgerMeters(Fanlight fanlight, @Nullable ObjectProvider<MeterRegistry> registries) {
    this.fanlight = fanlight;
    this.registries = registries;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (registries != null) {
      registries.orderedStream().filter(LedgerMeters::isOurs).forEach(this::bind);
    }
  }

  private static boolean isOurs(MeterRegistry registry) {
    boolean hasBridge = ClassUtils.isPresent(BRIDGE, LedgerMeters.class.getClassLoader());
    boolean isServed = hasBridge && registry.getClass().getName().equals(PROMETHEUS);
    return !isServed && !(registry instanceof CompositeMeterRegistry);
  }

  private void bind(MeterRegistry registry) {
    Set<String> known = ConcurrentHashMap.newKeySet();
    Gauge.builder("fanlight.vendors", fanlight, source -> registerNew(registry, known))
        .description("Vendors of the configuration.")
        .register(registry);
    FunctionCounter.builder(
            "fanlight.ended.spans", fanlight, source -> source.queueSnapshot().ended())
        .description("Sampled spans that ended, counted once for all vendors.")
        .register(registry);
    registerNew(registry, known);
  }

  private int registerNew(MeterRegistry registry, Set<String> known) {
    int vendors = 0;
    for (LedgerSnapshot ledger : fanlight.ledgerSnapshots()) {
      vendors++;
      if (known.add(ledger.vendor())) {
        register(registry, ledger.vendor());
      }
    }
    return vendors;
  }

  private void register(MeterRegistry registry, String vendor) {
    outcome(registry, vendor, "delivered", LedgerSnapshot::delivered);
    outcome(registry, vendor, "filtered", LedgerSnapshot::filtered);
    outcome(registry, vendor, "rejected", LedgerSnapshot::rejected);
    outcome(registry, vendor, "dropped", LedgerSnapshot::dropped);
    Gauge.builder(
            "fanlight.buffered.spans", fanlight, source -> of(vendor, LedgerSnapshot::buffered))
        .tags("vendor", vendor)
        .description("Spans that are queued for a vendor or in flight.")
        .register(registry);
  }

  private void outcome(
      MeterRegistry registry, String vendor, String outcome, ToLongFunction<LedgerSnapshot> count) {
    FunctionCounter.builder("fanlight.spans", fanlight, source -> of(vendor, count))
        .tags(Tags.of("vendor", vendor, "outcome", outcome))
        .description("Spans per vendor by outcome: delivered, filtered, rejected or dropped.")
        .register(registry);
  }

  private long of(String vendor, ToLongFunction<LedgerSnapshot> count) {
    long sum = 0;
    for (LedgerSnapshot ledger : fanlight.ledgerSnapshots()) {
      sum += ledger.vendor().equals(vendor) ? count.applyAsLong(ledger) : 0;
    }
    return sum;
  }
}
