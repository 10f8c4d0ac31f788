/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.simulation;

import dev.fanlight.exporters.internal.settings.BreakerSettings;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.internal.settings.TransportSettings;
import dev.fanlight.exporters.internal.simulation.Event.Edit;
import dev.fanlight.exporters.internal.simulation.Setup.VendorSetup;
import dev.fanlight.exporters.internal.text.ReferenceNames;
import dev.fanlight.exporters.spi.Headers;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.WireFormat;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The file of a simulated application, as it is edited. */
final class SimulatedSettings {

  private static final RuleSettings OTHER_RULES = new RuleSettings(
      List.of(), Map.of(), 1.0, Set.of(), Set.of(), Set.of(), Map.of(), Map.of(), false);

  private final Setup setup;
  private final WireFormat wire;
  private final Faults faults;
  private final boolean[] isRemoved;
  private final boolean[] isNarrow;
  private final boolean[] hasOtherView;
  private final int[] address;
  private final int[] secret;

  /** Whether a plugin of a vendor fails now. */
  interface Faults {
    boolean fails(int vendor);
  }

  SimulatedSettings(Setup setup, WireFormat wire, Faults faults) {
    int vendors = setup.vendors().size();
    this.setup = setup;
    this.wire = wire;
    this.faults = faults;
    this.isRemoved = new boolean[vendors];
    this.isNarrow = new boolean[vendors];
    this.hasOtherView = new boolean[vendors];
    this.address = new int[vendors];
    this.secret = new int[vendors];
  }

  void edit(int vendor, Edit edit) {
    switch (edit) {
      case REMOVE_OR_ADD -> isRemoved[vendor] ^= true;
      case WINDOW -> isNarrow[vendor] ^= true;
      case VIEW -> hasOtherView[vendor] ^= true;
      case ENDPOINT -> address[vendor]++;
      case SECRET -> secret[vendor]++;
    }
  }

  FanoutSettings current() {
    List<LaneSettings> lanes = new ArrayList<>();
    for (int i = 0; i < setup.vendors().size(); i++) {
      if (!isRemoved[i]) {
        lanes.add(lane(i, setup.vendors().get(i)));
      }
    }
    return new FanoutSettings(
        setup.queueCapacity(),
        setup.batchSpans(),
        setup.batchBytes(),
        Duration.ofMillis(setup.delayMillis()),
        setup.memoryBytes(),
        Optional.ofNullable(setup.disk()).map(DiskSetup::settings),
        Duration.ofMillis(setup.shutdownMillis()),
        lanes,
        Set.of());
  }

  private LaneSettings lane(int number, VendorSetup vendor) {
    Limits limits = new Limits(
        Integer.MAX_VALUE,
        vendor.saysItsLimit() && vendor.limitBytes() > 0 ? vendor.limitBytes() : Integer.MAX_VALUE,
        vendor.attributeLimit() > 0 ? vendor.attributeLimit() : Integer.MAX_VALUE,
        Limits.NONE.spanAge());
    int window = isNarrow[number] ? 1 : vendor.window();
    int view = hasOtherView[number] ? 1 - vendor.view() : vendor.view();
    return new LaneSettings(
        "v" + number,
        new Vendor(
            wire,
            Vendor.Protocol.HTTP,
            URI.create("http://v" + number + ".example/" + address[number]),
            headers(number),
            null,
            limits,
            Set.of(),
            null),
        view == 0 ? RuleSettings.DEFAULT : OTHER_RULES,
        Compression.NONE,
        TransportSettings.DEFAULT,
        null,
        Duration.ofMillis(vendor.timeoutMillis()),
        window,
        RetrySettings.DEFAULT,
        BreakerSettings.DEFAULT,
        Duration.ofMinutes(vendor.maxAgeMinutes()),
        Duration.ZERO,
        ReferenceNames.NONE,
        Fingerprint.of(List.of(window, view, address[number])));
  }

  private Headers headers(int number) {
    Map<String, String> current = Map.of("x-key", "secret-" + secret[number]);
    return new Headers() {
      @Override
      public Map<String, String> current() {
        if (faults.fails(number)) {
          throw new IllegalStateException("no credentials now");
        }
        return current;
      }
    };
  }
}
