/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.Configuration.Section;
import dev.fanlight.exporters.internal.config.LoadResult.Refused;
import dev.fanlight.exporters.internal.config.LoadResult.Usable;
import dev.fanlight.exporters.internal.config.yaml.Problem;
import dev.fanlight.exporters.internal.config.yaml.Problems;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.TextDocument;
import dev.fanlight.exporters.internal.config.yaml.YamlValue;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Field;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Fields;
import dev.fanlight.exporters.internal.config.yaml.YamlValue.Text;
import dev.fanlight.exporters.internal.settings.DiskSettings;
import dev.fanlight.exporters.internal.settings.FanoutSettings;
import dev.fanlight.exporters.internal.settings.Fingerprint;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.settings.RuleSettings;
import dev.fanlight.exporters.internal.settings.TransportCheck;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A single reading of the file, from its text to a configuration. */
final class FileReading {

  private static final Duration MAX_AGE_IN_MEMORY = Duration.ofHours(1);
  private static final String VENDORS = "vendors";
  private static final Map<String, String> ARTIFACTS = Map.of(
      "metrics",
      "fanlight-metrics-bridge",
      "status",
      "fanlight-metrics-bridge",
      "request_log",
      "fanlight-logback-appender");

  /** Keys that the integrations read themselves, and hand over no longer; for the hints. */
  private static final List<String> KEYS_OF_INTEGRATIONS =
      List.of("config", "config_file", "health", "log");

  private final ConfigSource source;
  private final ConfigEnvironment surroundings;
  private final PluginRegistry plugins;
  private final TransportCheck transports;
  private final OtlpVariables otlpVariables;
  private final Problems problems = new Problems();
  private final SubstitutionLimit limit = new SubstitutionLimit();
  private final YamlDocuments documents = new YamlDocuments(problems);
  private final Set<Path> files = new LinkedHashSet<>();
  private final List<Secret> fileSecrets = new ArrayList<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private final Set<String> switchedOff = new LinkedHashSet<>();
  private Fingerprint topFingerprint = Fingerprint.of(List.of());

  FileReading(
      ConfigSource source,
      ConfigEnvironment surroundings,
      PluginRegistry plugins,
      TransportCheck transports,
      List<Problem> problemsBefore) {
    this.source = source;
    this.surroundings = surroundings;
    this.otlpVariables = new OtlpVariables(surroundings);
    this.plugins = plugins;
    this.transports = transports;
    for (Problem problem : problemsBefore) {
      problems.add(problem);
    }
  }

  /** Returns true if a vendor used a value of {@code OTEL_EXPORTER_OTLP_*}. */
  boolean usesOtlpVariables() {
    return otlpVariables.isUsed();
  }

  LoadResult load() {
    YamlValue root = documents.read(source);
    files.addAll(documents.files());
    if (root == null || problems.errors() > 0) {
      return new Refused(problems.inOrder(), files, false);
    }
    if (!(root instanceof Fields fields)) {
      problems.error(root.place(), "", "expected a mapping with the key " + VENDORS);
      return new Refused(problems.inOrder(), files, false);
    }
    return read(fields);
  }

  private LoadResult read(Fields root) {
    Map<String, Field> own = new LinkedHashMap<>(root.fields());
    Field vendors = own.remove(VENDORS);
    Map<String, Field> sections = takeSections(own);
    boolean isOn = isOn(own);
    ReadNode top = top(Fields.of(root.place(), own), isOn);
    RuleSettings rules = top == null ? null : rules(top);
    List<LaneSettings> lanes =
        lanes(vendors, rules == null ? RuleSettings.DEFAULT : rules, maxAge(top), isOn);
    List<Section> running = sections(sections, isOn);
    FanoutSettings fanout =
        top == null ? null : fanout(top, root.place(), isOn ? lanes : List.of());
    boolean isStrict = says(own.get(FileKeys.STRICT.name()), true);
    if (fanout == null || rules == null || (isStrict && problems.errors() > 0)) {
      return new Refused(problems.inOrder(), files, isStrict);
    }
    return new Usable(
        new Configuration(
            isOn, fanout, switchedOff, running, fileSecrets, fingerprint(isOn, lanes, running)),
        problems.inOrder(),
        files);
  }

  private Fingerprint fingerprint(boolean isOn, List<LaneSettings> lanes, List<Section> sections) {
    List<Object> parts = new ArrayList<>(List.of(isOn, topFingerprint));
    for (LaneSettings lane : lanes) {
      parts.add(lane.name());
      parts.add(lane.fingerprint());
    }
    for (Section section : sections) {
      parts.add(section.provider().key());
      parts.add(section.fingerprint());
    }
    return Fingerprint.of(parts);
  }

  // ---- settings of all vendors ----

  private @Nullable ReadNode top(Fields own, boolean isOn) {
    ReferenceResolver references = references(isOn);
    List<String> others = new ArrayList<>(plugins.sections().keySet());
    others.add(VENDORS);
    if (acceptsDashes()) {
      others.addAll(KEYS_OF_INTEGRATIONS);
    }
    ReadNode top = new KeyReader(problems, references).read(own, "", FileKeys.ALL, others);
    keep(references, isOn);
    topFingerprint = references.fingerprint();
    return top;
  }

  private @Nullable RuleSettings rules(ReadNode top) {
    try {
      return RuleKeys.forAll(top.get(RuleKeys.RULES));
    } catch (ReadNode.Refused refused) {
      problems.add(refused.problem());
      return null;
    }
  }

  private boolean isOn(Map<String, Field> own) {
    return !surroundings.isSwitchedOff() && !says(own.get(FileKeys.ENABLED.name()), false);
  }

  private boolean isOn(YamlValue value) {
    return !(value instanceof Fields fields) || !says(fields.fields().get("enabled"), false);
  }

  /** Looks at a flag before, and whether or not, all that stands beside it can be read. */
  private boolean says(@Nullable Field flag, boolean wanted) {
    if (flag == null || !(flag.value() instanceof Text text)) {
      return false;
    }
    try {
      String resolved = references(true).text(text, "");
      return ((ValueType.Scalar<Boolean>) ValueType.FLAG).parser().apply(resolved) == wanted;
    } catch (ReferenceResolver.Unusable | IllegalArgumentException reportedWithTheKeys) {
      return false;
    }
  }

  private @Nullable FanoutSettings fanout(
      ReadNode top, SourceLocation place, List<LaneSettings> lanes) {
    ConfigNode batch = top.get(FileKeys.BATCH);
    ConfigNode buffer = top.get(FileKeys.BUFFER);
    Long memory = buffer.get(FileKeys.BUFFER_MEMORY).orElse(null);
    try {
      requireRoomForABatch(buffer, batch);
      return new FanoutSettings(
          top.get(FileKeys.QUEUE).get(FileKeys.QUEUE_CAPACITY),
          batch.get(FileKeys.BATCH_SPANS),
          (int) Math.min(batch.get(FileKeys.BATCH_BYTES), Integer.MAX_VALUE),
          batch.get(FileKeys.BATCH_DELAY),
          memory == null ? FanoutSettings.defaultBufferBytes() : memory,
          disk(buffer.get(FileKeys.BUFFER_DISK)),
          top.get(FileKeys.SHUTDOWN_TIMEOUT),
          lanes,
          leftOut);
    } catch (ReadNode.Refused refused) {
      problems.add(refused.problem());
      return null;
    } catch (IllegalArgumentException wrong) {
      problems.error(place, "", ForeignText.ownMessage(wrong));
      return null;
    }
  }

  private static void requireRoomForABatch(ConfigNode buffer, ConfigNode batch) {
    long batchBytes = batch.get(FileKeys.BATCH_BYTES);
    Long memory = buffer.get(FileKeys.BUFFER_MEMORY).orElse(null);
    if (memory != null && memory < batchBytes) {
      throw buffer.refuse(
          FileKeys.BUFFER_MEMORY,
          memory + " bytes hold not even one batch of batch.bytes " + batchBytes
              + "; raise it, or lower batch.bytes");
    }
    if (memory == null && FanoutSettings.defaultBufferBytes() < batchBytes) {
      throw batch.refuse(
          FileKeys.BATCH_BYTES,
          "buffer.memory, by default a tenth of the heap or "
              + FanoutSettings.defaultBufferBytes()
              + " bytes, holds not even one batch of " + batchBytes
              + "; lower it, or set buffer.memory");
    }
  }

  private static Optional<DiskSettings> disk(Optional<ConfigNode> given) {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    ConfigNode disk = given.get();
    return Optional.of(new DiskSettings(
        disk.get(FileKeys.DISK_PATH),
        disk.shown(FileKeys.DISK_PATH),
        disk.get(FileKeys.DISK_LIMIT),
        disk.get(FileKeys.DISK_SYNC),
        disk.get(FileKeys.DISK_RETAIN).orElse(Duration.ZERO)));
  }

  /** Returns the maximum age of a batch for vendors without such a key. */
  private static Duration maxAge(@Nullable ReadNode top) {
    ConfigNode disk =
        top == null ? null : top.get(FileKeys.BUFFER).get(FileKeys.BUFFER_DISK).orElse(null);
    return disk == null ? MAX_AGE_IN_MEMORY : disk.get(FileKeys.DISK_MAX_AGE);
  }

  // ---- vendors ----

  private List<LaneSettings> lanes(
      @Nullable Field vendors, RuleSettings rules, Duration maxAge, boolean isOn) {
    if (vendors == null || !(vendors.value() instanceof Fields fields)) {
      if (vendors != null
          && (vendors.value() instanceof Text || vendors.value() instanceof YamlValue.Items)) {
        problems.error(vendors.value().place(), VENDORS, "expected a mapping of vendors by name");
      }
      return List.of();
    }
    VendorReader reader =
        new VendorReader(plugins, otlpVariables, transports, problems, rules, maxAge);
    List<LaneSettings> lanes = new ArrayList<>();
    for (Map.Entry<String, Field> vendor : fields.fields().entrySet()) {
      YamlValue value = vendor.getValue().value();
      if (vendor.getKey().equals(KeyReader.MERGE)) {
        problems.error(vendor.getValue().place(), VENDORS, KeyReader.NO_MERGE);
        continue;
      }
      if (value instanceof YamlValue.Null) {
        continue; // removed by an overlay
      }
      boolean isVendorOn = isOn && isOn(value);
      if (isOn && !isVendorOn) {
        switchedOff.add(vendor.getKey());
      }
      ReferenceResolver references = references(isVendorOn);
      LaneSettings lane =
          reader.read(vendor.getKey(), vendor.getValue().place(), value, isVendorOn, references);
      if (lane != null) {
        lanes.add(lane);
      } else if (isVendorOn) {
        leftOut.add(vendor.getKey());
      }
      keep(references, isVendorOn);
    }
    return lanes;
  }

  // ---- sections of other plugins ----

  private Map<String, Field> takeSections(Map<String, Field> own) {
    Map<String, Field> taken = new LinkedHashMap<>();
    for (String key : plugins.sections().keySet()) {
      Field field = own.remove(key);
      if (field != null && !(field.value() instanceof YamlValue.Null)) {
        taken.put(key, field);
      }
    }
    for (Map.Entry<String, String> section : ARTIFACTS.entrySet()) {
      Field field = own.remove(section.getKey());
      if (field != null) {
        problems.warning(
            field.place(),
            section.getKey(),
            "does nothing: add the artifact dev.fanlight:" + section.getValue());
      }
    }
    return taken;
  }

  private List<Section> sections(Map<String, Field> fields, boolean isOn) {
    List<Section> sections = new ArrayList<>();
    for (Map.Entry<String, Field> section : fields.entrySet()) {
      SectionProvider provider = Objects.requireNonNull(plugins.sections().get(section.getKey()));
      Field field = section.getValue();
      boolean isSectionOn = isOn && isOn(field.value());
      ReferenceResolver references = references(isSectionOn);
      String key = section.getKey();
      try {
        ReadNode node =
            new KeyReader(problems, references).read(field.value(), key, SectionKeys.of(provider));
        if (node != null
            && isSectionOn
            && isAccepted(key, provider, node, field.place(), references)) {
          sections.add(new Section(provider, node, references.fingerprint()));
        }
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable broken) { // a plugin's, of any kind: it costs this section
        problems.error(field.place(), key, VendorReader.defect("section", provider, broken));
      }
      keep(references, isSectionOn);
    }
    return sections;
  }

  private boolean isAccepted(
      String key,
      SectionProvider provider,
      ReadNode node,
      SourceLocation place,
      ReferenceResolver references) {
    try {
      provider.check(node);
      provider
          .warnings(node)
          .forEach((risky, message) -> problems.warning(
              node.place(risky),
              KeyReader.under(node.path(), risky.name()),
              references.hiding(message)));
      return true;
    } catch (ReadNode.Refused refused) {
      problems.add(references.hiding(refused.problem()));
    } catch (IllegalArgumentException wrong) {
      problems.error(place, key, references.hiding(ForeignText.ownMessage(wrong)));
    }
    return false;
  }

  // ---- references ----

  private ReferenceResolver references(boolean isOn) {
    return new ReferenceResolver(surroundings, documents.folders(), !isOn, acceptsDashes(), limit);
  }

  private boolean acceptsDashes() {
    TextDocument document = source.document();
    return document != null && document.isTranslated();
  }

  private void keep(ReferenceResolver references, boolean isOn) {
    files.addAll(references.files());
    if (isOn) {
      for (Problem warning : references.warnings()) {
        problems.add(warning);
      }
      fileSecrets.addAll(references.fileSecrets());
    }
  }
}
