/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.Limits;
import dev.fanlight.exporters.spi.ValueType;
import dev.fanlight.exporters.spi.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** docs/vendors.md, from the catalogue. */
final class VendorsPage {

  private static final String HEAD = """
      # Vendors

      Each type below is an entry of the vendor catalogue; this page is generated from it
      (`VendorsPageTest`, with `-Dfanlight.update=true`).

      A vendor's key in the file is also its type, unless `type` names another. In addition to the keys below, every vendor
      has the [keys of every vendor](configuration.md#every-vendor); of these, `endpoint`, `headers`, `limits`,
      `retryable_statuses` and `trace_link` override the values of the type.

      *Status*: **active** accepts spans; **preview** does too, but the vendor calls it a preview or a beta, or its pages
      disagree; **end of life** accepts spans of customers with a contract; **planned**: Fanlight cannot send to it yet,
      a vendor of the type is refused, and the example is the workaround.

      *Limits* are documented by the vendor. If it documents no limit for a request before compression, the default of
      Fanlight is used: 20 MiB over HTTP, and 4 MiB over gRPC in any case, the defaults of common servers.
      `limits.message` overrides it.

      *How we know*: **documented** by the vendor or its source, **third party** in the public source of another project,
      **inferred** from other facts, **unverified** from memory. If a fact has changed, override it and report it.

      """;

  private VendorsPage() {}

  static String of(List<VendorType> types) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| Type | Vendor | Status | Protocols |\n|---|---|---|---|\n");
    types.forEach(type -> page.append("| [`%s`](#%s) | %s | %s | %s |%n"
        .formatted(type.type(), type.type(), type.title(), words(type.status()), protocols(type))));
    types.forEach(type -> page.append(section(type)));
    return page.toString();
  }

  private static String section(VendorType type) {
    StringBuilder text = new StringBuilder();
    text.append("%n## `%s`%n%n**%s**.".formatted(type.type(), type.title()));
    type.notice().ifPresent(notice -> text.append(" *Note: ").append(notice).append(".*"));
    text.append("\n\n```yaml\nvendors:\n  ").append(type.type()).append(":\n");
    text.append(VendorExamples.of(type).indent(4)).append("```\n\n");
    if (!type.keys().isEmpty() && !type.isPlanned()) {
      text.append("| Key | Default | |\n|---|---|---|\n");
      type.keys().forEach(key -> text.append(row(key, type)));
      text.append('\n');
    }
    facts(type).forEach(fact -> text.append("- ").append(fact).append('\n'));
    type.notes().forEach(note -> text.append("- ").append(note).append('\n'));
    return text.toString();
  }

  private static String row(ConfigKey<?> key, VendorType type) {
    String must = key.isRequired()
        ? "*required*"
        : KeyDocs.fallback(key).map(value -> "`" + value + "`").orElse("");
    String either = type.oneOf().contains(key.name())
        ? " (one of " + String.join(", ", type.oneOf()) + ")"
        : "";
    String kind = key.kind().expected().startsWith("one of")
        ? " " + capital(key.kind().expected()) + "."
        : "";
    return "| `%s` | %s | %s%s%s |%n".formatted(key.name(), must, key.doc(), kind, either);
  }

  private static List<String> facts(VendorType type) {
    List<String> facts = new ArrayList<>();
    type.addresses()
        .forEach((protocol, address) -> facts.add("`%s`: `%s`".formatted(protocol, address)));
    if (!type.headers().isEmpty()) {
      facts.add("sends "
          + type.headers().stream()
              .map(name -> "`" + name + "`")
              .collect(Collectors.joining(", ")));
    }
    if (!type.attributes().isEmpty()) {
      facts.add("adds to the resource "
          + type.attributes().stream()
              .map(name -> "`" + name + "`")
              .collect(Collectors.joining(", ")));
    }
    limits(type.limits()).ifPresent(facts::add);
    if (!type.isPlanned() && type.limits().messageBytes() == Integer.MAX_VALUE) {
      facts.add(ourDefault(type));
    }
    if (!type.retryable().isEmpty()) {
      facts.add("also retried: "
          + type.retryable().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
    type.link()
        .ifPresent(link -> facts.add(
            "trace link: `" + (link.length() > 160 ? link.substring(0, 160) + "…" : link) + "`"));
    if (!type.evidence().isEmpty()) {
      facts.add("how we know: "
          + type.evidence().entrySet().stream()
              .map(fact -> words(fact.getKey()) + " " + words(fact.getValue()))
              .collect(Collectors.joining(", "))
          + type.source().map(source -> " (" + source + ")").orElse(""));
    }
    return facts;
  }

  private static Optional<String> limits(Limits limits) {
    List<String> parts = new ArrayList<>();
    if (limits.requestBytes() < Integer.MAX_VALUE) {
      parts.add(ValueType.SIZE.print((long) limits.requestBytes()) + " a request on the wire");
    }
    if (limits.messageBytes() < Integer.MAX_VALUE) {
      parts.add(
          ValueType.SIZE.print((long) limits.messageBytes()) + " a request before compression");
    }
    if (limits.attributeLength() < Integer.MAX_VALUE) {
      parts.add(limits.attributeLength() + " characters a value");
    }
    if (limits.spanAge().compareTo(Limits.NONE.spanAge()) < 0) {
      parts.add("spans up to " + ValueType.DURATION.print(limits.spanAge()) + " old");
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of("limits: " + String.join(", ", parts));
  }

  private static String ourDefault(VendorType type) {
    int size = type.protocols().contains(Vendor.Protocol.HTTP)
        ? LimitKeys.HTTP_MESSAGE_BYTES
        : LimitKeys.GRPC_MESSAGE_BYTES;
    boolean isBoth = type.protocols().size() > 1;
    return "default limit, because the vendor documents no limit: "
        + ValueType.SIZE.print((long) size)
        + (isBoth ? ", over gRPC " + ValueType.SIZE.print((long) LimitKeys.GRPC_MESSAGE_BYTES) : "")
        + " a request before compression";
  }

  private static String protocols(VendorType type) {
    return type.protocols().stream()
        .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
