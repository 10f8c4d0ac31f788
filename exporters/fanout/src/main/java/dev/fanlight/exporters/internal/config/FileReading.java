/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.internal.config.Configuration.Section;
import dev.fanlight.exporters.internal.config.Loaded.Refused;
import dev.fanlight.exporters.internal.config.Loaded.Usable;
import dev.fanlight.exporters.internal.config.Value.Field;
import dev.fanlight.exporters.internal.config.Value.Fields;
import dev.fanlight.exporters.internal.config.Value.Text;
import dev.fanlight.exporters.internal.lane.FanoutSettings;
import dev.fanlight.exporters.internal.lane.LaneSettings;
import dev.fanlight.exporters.internal.log.DiskSettings;
import dev.fanlight.exporters.internal.rules.RuleSettings;
import dev.fanlight.exporters.spi.Node;
import dev.fanlight.exporters.spi.Secret;
import dev.fanlight.exporters.spi.SectionProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One reading of the file, from its text to a configuration; used once. */
final class FileReading {

  private static final Duration MAX_AGE_IN_MEMORY = Duration.ofHours(1);
  private static final String VENDORS = "vendors";
  private static final Map<String, String> ARTIFACTS =
      Map.of("metrics", "fanlight-metrics-bridge", "request_log", "fanlight-logback-appender");

  private final ConfigSource source;
  private final Surroundings surroundings;
  private final Plugins plugins;
  private final Problems problems = new Problems();
  private final Documents documents = new Documents(problems);
  private final Set<Path> files = new LinkedHashSet<>();
  private final List<Secret> fileSecrets = new ArrayList<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private String topFingerprint = "";

  FileReading(
      ConfigSource source,
      Surroundings surroundings,
      Plugins plugins,
      List<Problem> problemsBefore) {
    this.source = source;
    this.surroundings = surroundings;
    this.plugins = plugins;
    problemsBefore.forEach(problems::add);
  }

  Loaded load() {
    Value root = documents.read(source);
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

  private Loaded read(Fields root) {
    Map<String, Field> own = new LinkedHashMap<>(root.fields());
    Field vendors = own.remove(VENDORS);
    Map<SectionProvider, Field> sections = takeSections(own);
    boolean isOn = isOn(own);
    Optional<ReadNode> top = top(Fields.of(root.place(), own), isOn);
    Optional<RuleSettings> rules = top.flatMap(this::rules);
    List<LaneSettings> lanes =
        lanes(vendors, rules.orElse(RuleSettings.DEFAULT), maxAge(top), isOn);
    List<Section> running = sections(sections, isOn);
    FanoutSettings fanout =
        top.map(node -> fanout(node, root.place(), isOn ? lanes : List.of())).orElse(null);
    boolean isStrict = says(own.get(FileKeys.STRICT.name()), "true");
    if (fanout == null || rules.isEmpty() || (isStrict && problems.errors() > 0)) {
      return new Refused(problems.inOrder(), files, isStrict);
    }
    return new Usable(
        new Configuration(isOn, fanout, running, fileSecrets, fingerprint(isOn, lanes, running)),
        problems.inOrder(),
        files);
  }

  private String fingerprint(boolean isOn, List<LaneSettings> lanes, List<Section> sections) {
    return isOn
        + topFingerprint
        + lanes.stream().map(lane -> lane.name() + lane.fingerprint()).toList()
        + sections.stream()
            .map(section -> section.provider().key() + section.fingerprint())
            .toList();
  }

  // ---- what is there for all ----

  private Optional<ReadNode> top(Fields own, boolean isOn) {
    References references = references(isOn);
    List<String> others = new ArrayList<>(plugins.sections().keySet());
    others.add(VENDORS);
    Optional<ReadNode> top =
        new KeyReader(problems, references).read(own, "", FileKeys.ALL, others);
    keep(references, isOn);
    topFingerprint = references.fingerprint();
    return top;
  }

  private Optional<RuleSettings> rules(ReadNode top) {
    try {
      return Optional.of(RuleKeys.forAll(top.get(RuleKeys.RULES)));
    } catch (ReadNode.Refused refused) {
      problems.add(refused.problem());
      return Optional.empty();
    }
  }

  private boolean isOn(Map<String, Field> own) {
    return !surroundings.isSwitchedOff() && !says(own.get(FileKeys.ENABLED.name()), "false");
  }

  private boolean isOn(Value value) {
    return !(value instanceof Fields fields) || !says(fields.fields().get("enabled"), "false");
  }

  /** Looks at a flag before, and whether or not, all that stands beside it can be read. */
  private boolean says(@Nullable Field flag, String word) {
    if (flag == null || !(flag.value() instanceof Text text)) {
      return false;
    }
    try {
      return references(true).text(text, "").equals(word);
    } catch (References.Missing reportedWithTheKeys) {
      return false;
    }
  }

  private @Nullable FanoutSettings fanout(ReadNode top, Place place, List<LaneSettings> lanes) {
    Node batch = top.get(FileKeys.BATCH);
    Node buffer = top.get(FileKeys.BUFFER);
    try {
      return new FanoutSettings(
          top.get(FileKeys.QUEUE).get(FileKeys.QUEUE_CAPACITY),
          batch.get(FileKeys.BATCH_SPANS),
          (int) Math.min(batch.get(FileKeys.BATCH_BYTES), Integer.MAX_VALUE),
          batch.get(FileKeys.BATCH_DELAY),
          buffer.get(FileKeys.BUFFER_MEMORY).orElseGet(FanoutSettings::defaultBufferBytes),
          buffer.get(FileKeys.BUFFER_DISK).map(FileReading::disk),
          top.get(FileKeys.SHUTDOWN_TIMEOUT),
          lanes,
          leftOut);
    } catch (IllegalArgumentException wrong) {
      problems.error(place, "", String.valueOf(wrong.getMessage()));
      return null;
    }
  }

  private static DiskSettings disk(Node disk) {
    return new DiskSettings(
        disk.get(FileKeys.DISK_PATH),
        disk.get(FileKeys.DISK_LIMIT),
        disk.get(FileKeys.DISK_SYNC),
        disk.get(FileKeys.DISK_RETAIN).orElse(Duration.ZERO));
  }

  /** How long a batch may wait where the vendor's own keys do not say. */
  private static Duration maxAge(Optional<ReadNode> top) {
    return top.flatMap(node -> node.get(FileKeys.BUFFER).get(FileKeys.BUFFER_DISK))
        .map(disk -> disk.get(FileKeys.DISK_MAX_AGE))
        .orElse(MAX_AGE_IN_MEMORY);
  }

  // ---- vendors ----

  private List<LaneSettings> lanes(
      @Nullable Field vendors, RuleSettings rules, Duration maxAge, boolean isOn) {
    if (vendors == null || !(vendors.value() instanceof Fields fields)) {
      if (vendors != null
          && (vendors.value() instanceof Text || vendors.value() instanceof Value.Items)) {
        problems.error(vendors.value().place(), VENDORS, "expected a mapping of vendors by name");
      }
      return List.of();
    }
    VendorReader reader =
        new VendorReader(plugins, new OtlpVariables(surroundings), problems, rules, maxAge);
    List<LaneSettings> lanes = new ArrayList<>();
    fields.fields().forEach((name, field) -> {
      if (field.value() instanceof Value.Null) {
        return; // removed by an overlay
      }
      boolean isVendorOn = isOn && isOn(field.value());
      References references = references(isVendorOn);
      reader
          .read(name, field.place(), field.value(), isVendorOn, references)
          .ifPresentOrElse(lanes::add, () -> {
            if (isVendorOn) {
              leftOut.add(name);
            }
          });
      keep(references, isVendorOn);
    });
    return lanes;
  }

  // ---- sections of other plugins ----

  private Map<SectionProvider, Field> takeSections(Map<String, Field> own) {
    Map<SectionProvider, Field> taken = new LinkedHashMap<>();
    plugins.sections().forEach((key, provider) -> {
      Field field = own.remove(key);
      if (field != null && !(field.value() instanceof Value.Null)) {
        taken.put(provider, field);
      }
    });
    ARTIFACTS.forEach((key, artifact) -> {
      Field field = own.remove(key);
      if (field != null) {
        problems.warning(
            field.place(), key, "does nothing: add the artifact dev.fanlight:" + artifact);
      }
    });
    return taken;
  }

  private List<Section> sections(Map<SectionProvider, Field> fields, boolean isOn) {
    List<Section> sections = new ArrayList<>();
    fields.forEach((provider, field) -> {
      boolean isSectionOn = isOn && isOn(field.value());
      References references = references(isSectionOn);
      new KeyReader(problems, references)
          .read(field.value(), provider.key(), SectionKeys.of(provider))
          .filter(node -> isSectionOn && isAccepted(provider, node, field.place()))
          .map(node -> new Section(provider, node, references.fingerprint()))
          .ifPresent(sections::add);
      keep(references, isSectionOn);
    });
    return sections;
  }

  private boolean isAccepted(SectionProvider provider, ReadNode node, Place place) {
    try {
      provider.check(node);
      return true;
    } catch (ReadNode.Refused refused) {
      problems.add(refused.problem());
    } catch (IllegalArgumentException wrong) {
      problems.error(place, provider.key(), String.valueOf(wrong.getMessage()));
    }
    return false;
  }

  // ---- references ----

  private References references(boolean isOn) {
    return new References(surroundings, documents.folders(), !isOn);
  }

  private void keep(References references, boolean isOn) {
    files.addAll(references.files());
    if (isOn) {
      fileSecrets.addAll(references.fileSecrets());
    }
  }
}
