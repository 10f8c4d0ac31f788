/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.boot.autoconfigure;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.VendorStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The endpoint {@code fanlight}: state and ledger of each vendor, the queue, and the configuration's reloads. */
@Endpoint(id = "fanlight")
final class FanlightEndpoint {
  private final Fanlight fanlight;

  FanlightEndpoint(Fanlight fanlight) {
    this.fanlight = fanlight;
  }

  @ReadOperation
  Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("vendors", vendors());
    status.put("queue", queue(fanlight.queueSnapshot()));
    status.put("configuration", configuration(fanlight.reloads()));
    return status;
  }

  private List<Map<String, Object>> vendors() {
    Map<String, VendorStatus> statuses = new LinkedHashMap<>();
    fanlight.sectionContext().vendorStatuses().forEach(each -> statuses.put(each.vendor(), each));
    Map<String, URI> endpoints = fanlight.vendorEndpoints();
    List<Map<String, Object>> vendors = new ArrayList<>();
    for (LedgerSnapshot ledger : fanlight.ledgerSnapshots()) {
      URI endpoint = endpoints.get(ledger.vendor());
      vendors.add(vendor(
          ledger, statuses.get(ledger.vendor()), endpoint == null ? null : endpoint.getHost()));
    }
    return vendors;
  }

  private static Map<String, Object> vendor(
      LedgerSnapshot ledger, @Nullable VendorStatus status, @Nullable String host) {
    Map<String, Object> vendor = new LinkedHashMap<>();
    vendor.put("name", ledger.vendor());
    vendor.put("state", ledger.state().name().toLowerCase(Locale.ROOT));
    if (host != null) {
      vendor.put("host", host);
    }
    vendor.put("received", ledger.received());
    vendor.put("delivered", ledger.delivered());
    vendor.put("filtered", ledger.filtered());
    vendor.put("buffered", ledger.buffered());
    vendor.put("rejected", new TreeMap<>(ledger.rejectedByReason()));
    vendor.put("dropped", new TreeMap<>(ledger.droppedByReason()));
    vendor.put("attempts", ledger.attempts());
    if (status != null) {
      vendor.put("receivedPerSecond", status.receivedPerSecond());
      vendor.put("takenPerSecond", status.takenPerSecond());
      vendor.put("bufferedBytes", status.bufferedBytes());
      vendor.put("bufferLimitBytes", status.bufferLimitBytes());
      vendor.put("oldestSpanAgeSeconds", status.oldestAge().toMillis() / 1e3);
    }
    return vendor;
  }

  private static Map<String, Object> queue(QueueSnapshot queue) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ended", queue.ended());
    fields.put("queued", queue.queued());
    fields.put("capacity", queue.capacity());
    fields.put("refused", new TreeMap<>(queue.refusedByReason()));
    return fields;
  }

  private static Map<String, Object> configuration(SectionContext.Reloads reloads) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reloadsApplied", reloads.applied());
    fields.put("reloadsRefused", reloads.refused());
    fields.put("lastReloadRefused", reloads.lastRefused());
    return fields;
  }
}
