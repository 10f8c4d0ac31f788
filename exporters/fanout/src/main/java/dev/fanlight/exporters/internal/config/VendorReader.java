/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Fields;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Text;
import dev.fanlight.exporters.internal.settings.BreakerSettings;
import dev.fanlight.exporters.internal.settings.Compression;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.OAuth2Settings;
import dev.fanlight.exporters.internal.settings.RetrySettings;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.internal.settings.TransportCheck;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an entry under {@code vendors} into the settings of a lane. */
final class VendorReader {

  private static final int LONGEST_NAME = 63;

  private final PluginRegistry plugins;
  private final OtlpVariables otlpVariables;
  private final TransportCheck transports;
  private final Problems problems;
  private final RuleSettings forAll;
  private final Duration maxAge;

  VendorReader(
      PluginRegistry plugins,
      OtlpVariables otlpVariables,
      TransportCheck transports,
      Problems problems,
      RuleSettings forAll,
      Duration maxAge) {
    this.plugins = plugins;
    this.otlpVariables = otlpVariables;
    this.transports = transports;
    this.problems = problems;
    this.forAll = forAll;
    this.maxAge = maxAge;
  }

  /**
   * The vendor's lane.
   *
   * @param name its key in the file
   * @param place of the key
   * @param references not used for anything else
   * @return null if it is switched off or anything is wrong with it
   */
  @Nullable LaneSettings read(
      String name,
      SourceLocation place,
      YamlValue value,
      boolean isEnabled,
      ReferenceResolver references) {
    if (!isName(name)) {
      problems.error(
          place,
          "vendors",
          "this name cannot be a vendor's; use lower-case letters, digits, _ and -, at most 63, a letter first");
      return null;
    }
    String path = "vendors." + name;
    Field merge = value instanceof Fields fields ? fields.fields().get(KeyReader.MERGE) : null;
    if (merge != null) { // the type may be in it
      problems.error(merge.place(), path, KeyReader.NO_MERGE);
      return null;
    }
    VendorProvider provider = provider(name, place, path, value, references);
    if (provider == null) {
      return null;
    }
    try {
      references.note("type", provider.type());
      references.note("rules", forAll.canonical());
      YamlValue whole = provider.type().equals("otlp") && isEnabled
          ? otlpVariables.under(value, path, problems)
          : value;
      ReadNode node = new KeyReader(problems, references).read(whole, path, keys(provider));
      return node == null || !isEnabled
          ? null
          : build(name, place, whole, node, provider, references);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable broken) { // a plugin's, of any kind: it costs this vendor
      problems.error(place, path, defect("type", provider, broken));
      return null;
    }
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z';
      if (!isLetter && (i == 0 || !((c >= '0' && c <= '9') || c == '_' || c == '-'))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST_NAME;
  }

  private @Nullable VendorProvider provider(
      String name,
      SourceLocation place,
      String path,
      YamlValue value,
      ReferenceResolver references) {
    String type = name;
    SourceLocation where = place;
    if (value instanceof Fields fields && fields.fields().containsKey("type")) {
      YamlValue given = fields.fields().get("type").value();
      if (!(given instanceof Text text)) {
        problems.error(given.place(), path + ".type", "expected the name of a vendor type");
        return null;
      }
      where = text.place();
      type = typeOf(text, path, references);
    }
    VendorProvider provider = plugins.vendors().get(type);
    if (provider == null) {
      refuseNearlyType(path, value);
      problems.error(
          where,
          path,
          "no such vendor type; "
              + SpellingSuggestion.of(type, plugins.vendors().keySet())
                  .map(near -> "did you mean " + near + "? ")
                  .orElse("")
              + "`type: otlp` and an `endpoint` send to any OTLP receiver, and `fanlight vendors` lists the types");
    }
    return provider;
  }

  private void refuseNearlyType(String path, YamlValue value) {
    if (value instanceof Fields fields) {
      fields
          .fields()
          .forEach((key, field) -> SpellingSuggestion.of(key, List.of("type"))
              .filter(near -> !near.equals(key))
              .ifPresent(
                  near -> problems.error(field.place(), path, "unknown key; did you mean type?")));
    }
  }

  private static String typeOf(Text text, String path, ReferenceResolver references) {
    try {
      return references.text(text, path + ".type");
    } catch (ReferenceResolver.Unusable unusable) {
      return ""; // no such type either
    }
  }

  /** Returns the type's own keys and, behind them, the keys of every vendor. */
  static List<ConfigKey<?>> keys(VendorProvider provider) {
    List<ConfigKey<?>> keys = new ArrayList<>(provider.keys());
    Set<String> own = new HashSet<>();
    for (ConfigKey<?> key : keys) {
      own.add(key.name());
    }
    for (ConfigKey<?> key : CommonKeys.ALL) {
      if (!own.contains(key.name())) {
        keys.add(key);
      }
    }
    return keys;
  }

  private @Nullable LaneSettings build(
      String name,
      SourceLocation place,
      YamlValue value,
      ReadNode node,
      VendorProvider provider,
      ReferenceResolver references) {
    try {
      Vendor made = provider.create(node, new TypeContext(name, plugins));
      if (made.protocol() == Vendor.Protocol.CLIENT) {
        ClientKeys.refuseHttp(node, provider.keys());
      }
      Vendor vendor = new VendorHeaderReader(node, value)
          .checked(asItIs(VendorOverrides.over(made, provider, node), node), provider.keys());
      // a secret from a file may be in it, which is not read again as a header is
      references.note("endpoint", vendor.endpoint().toString());
      RuleSettings rules = RuleKeys.together(forAll, node, provider.resourceAttributes(node));
      LaneSettings lane = lane(name, vendor, oauth2(node, vendor), rules, node, references);
      tryTransport(lane, new TransportKeys(node, references));
      warn(provider, place, node);
      ClearText.warn(vendor, node, place, provider.keys(), problems);
      return lane;
    } catch (ReadNode.Refused refused) {
      problems.add(references.hiding(refused.problem()));
    } catch (IllegalArgumentException wrong) {
      problems.error(place, node.path(), references.hiding(ForeignText.ownMessage(wrong)));
    }
    return null;
  }

  private static @Nullable OAuth2Settings oauth2(ReadNode node, Vendor vendor) {
    boolean isGiven =
        node.getIfDeclared(CommonKeys.OAUTH2).orElse(Optional.empty()).isPresent();
    return isGiven ? new OAuth2Reader(node).read(vendor) : null;
  }

  /** Returns the vendor with the endpoint of the variable for traces, which has its own path. */
  private static Vendor asItIs(Vendor vendor, ReadNode node) {
    URI given = node.getIfDeclared(CommonKeys.ENDPOINT).orElse(Optional.empty()).orElse(null);
    return given == null
            || vendor.protocol() == Vendor.Protocol.GRPC
            || !OtlpVariables.isAsItIs(node.place(CommonKeys.ENDPOINT))
        ? vendor
        : VendorCopies.with(vendor, given, vendor.headers());
  }

  /** Says which plugin failed and how; the message of foreign code may hold anything, and is not quoted. */
  static String defect(String kind, Object plugin, Throwable broken) {
    return "the " + kind + " failed with " + broken.getClass().getName()
        + " and is left out; this is a defect of the plugin "
        + plugin.getClass().getName()
        + ", or its jar is not complete";
  }

  /** Reads the certificates of the vendor; touches no network. */
  private void tryTransport(LaneSettings lane, TransportKeys keys) {
    if (lane.vendor().protocol() == Vendor.Protocol.CLIENT) {
      return; // it makes its own connections
    }
    if (lane.vendor().protocol() == Vendor.Protocol.HTTP && lane.transport().isPlain()) {
      return; // this cannot fail
    }
    try {
      transports.check(lane.transport(), lane.vendor().protocol() == Vendor.Protocol.GRPC);
    } catch (IllegalArgumentException unusable) {
      throw keys.refusal(lane.transport(), ForeignText.ownMessage(unusable));
    }
  }

  private void warn(VendorProvider provider, SourceLocation place, ReadNode node) {
    Preset preset = plugins.catalogue().presets().get(provider.type());
    if (preset != null && preset.data().status() == PresetData.Status.END_OF_LIFE) {
      problems.warning(
          place, node.path(), preset.title() + ": " + preset.data().notice().orElse("end of life"));
    }
  }

  private LaneSettings lane(
      String name,
      Vendor vendor,
      @Nullable OAuth2Settings oauth2,
      RuleSettings rules,
      ReadNode node,
      ReferenceResolver references) {
    timeout(node, CommonKeys.CONNECT_TIMEOUT);
    return new LaneSettings(
        name,
        vendor,
        rules,
        vendor.protocol() == Vendor.Protocol.CLIENT
            ? Compression.NONE // the client compresses
            : node.get(CommonKeys.COMPRESSION).orElse(Compression.GZIP),
        new TransportKeys(node, references).settings(),
        oauth2,
        timeout(node, CommonKeys.TIMEOUT),
        node.get(CommonKeys.WINDOW),
        retry(node.get(CommonKeys.RETRY)),
        breaker(node.get(CommonKeys.BREAKER)),
        maxAge(node, vendor.limits()),
        node.get(CommonKeys.BACKFILL).orElse(Duration.ZERO),
        references.names(),
        references.fingerprint());
  }

  /** Transports count in milliseconds, and gRPC's in an int of them. */
  private static Duration timeout(ConfigNode node, ConfigKey<Duration> key) {
    Duration timeout = node.get(key);
    if (timeout.compareTo(CommonKeys.MIN_TIMEOUT) < 0
        || timeout.compareTo(CommonKeys.MAX_TIMEOUT) > 0) {
      throw node.refuse(key, "is out of range; give 1ms to 1d");
    }
    return timeout;
  }

  private static RetrySettings retry(ConfigNode retry) {
    try {
      return new RetrySettings(
          retry.get(CommonKeys.FIRST_DELAY),
          retry.get(CommonKeys.MAX_DELAY),
          retry.get(CommonKeys.MAX_RETRY_AFTER),
          retry.get(CommonKeys.SLOW_DELAY));
    } catch (IllegalArgumentException wrong) {
      throw retry.refuse(CommonKeys.FIRST_DELAY, ForeignText.ownMessage(wrong));
    }
  }

  private static BreakerSettings breaker(ConfigNode breaker) {
    return new BreakerSettings(breaker.get(CommonKeys.FAILURES), breaker.get(CommonKeys.OPEN_FOR));
  }

  private Duration maxAge(ConfigNode node, Limits limits) {
    Duration given = node.get(CommonKeys.MAX_AGE).orElse(maxAge);
    return given.compareTo(limits.spanAge()) <= 0 ? given : limits.spanAge();
  }
}
