/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Flow;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The headline: the vendors by the action that they need, the most urgent first. */
final class StatusHeadline {

  private static final String SEPARATOR = " · ";

  private StatusHeadline() {}

  /**
   * A group of vendors in the headline.
   *
   * @param text for example {@code splunk loses spans}
   * @param colour class of the colour; empty for none
   */
  record Part(String text, String colour) {}

  /** Returns the headline as plain text. */
  static String text(StatusSnapshot status) {
    return parts(status).stream().map(Part::text).collect(Collectors.joining(SEPARATOR));
  }

  /** Appends the headline with the colour of each part. */
  static void write(StatusSnapshot status, HtmlWriter html) {
    html.raw("<h1>");
    String separator = "";
    for (Part part : parts(status)) {
      html.text(separator);
      html.raw(part.colour().isEmpty() ? "<span>" : "<span class=\"" + part.colour() + "\">");
      html.text(part.text()).raw("</span>");
      separator = SEPARATOR;
    }
    html.raw("</h1>");
  }

  private static List<Part> parts(StatusSnapshot status) {
    return switch (status.state()) {
      case SWITCHED_OFF -> List.of(new Part("Fanlight is switched off", ""));
      case CLOSED -> List.of(new Part("Fanlight is closed", ""));
      case REFUSED -> List.of(new Part("The file was refused, and no span is exported", "loss"));
      case RUNNING -> running(FlowWords.bySeverity(status.vendors()));
    };
  }

  private static List<Part> running(List<Vendor> vendors) {
    List<Part> parts = new ArrayList<>();
    add(parts, vendors, has(Flow.LOSING), "loss", " loses spans", " lose spans");
    add(
        parts,
        vendors,
        has(Flow.LEFT_OUT),
        "loss",
        " is left out: the file is wrong",
        " are left out: the file is wrong");
    Predicate<Vendor> isSoon =
        vendor -> vendor.isLosing() && !has(Flow.LOSING).or(has(Flow.LEFT_OUT)).test(vendor);
    Predicate<Vendor> isRefusing = has(Flow.KEY_REFUSED);
    add(
        parts,
        vendors,
        isSoon.and(isRefusing),
        "loss",
        ": key refused, needs a new key within the hour",
        ": keys refused, need new keys within the hour");
    add(
        parts,
        vendors,
        isSoon.and(isRefusing.negate()),
        "loss",
        " will lose spans within the hour",
        " will lose spans within the hour");
    Predicate<Vendor> isKept = isSoon.negate();
    add(
        parts,
        vendors,
        isKept.and(isRefusing),
        "warn",
        ": key refused, needs a new key",
        ": keys refused, need new keys");
    add(
        parts,
        vendors,
        isKept.and(has(Flow.QUOTA_USED_UP)),
        "warn",
        ": quota used up, needs a higher one",
        ": quotas used up, need higher ones");
    add(
        parts,
        vendors,
        isKept.and(has(Flow.BEHIND)),
        "warn",
        " is behind, loses nothing",
        " are behind, lose nothing");
    return parts.isEmpty() ? List.of(new Part(calm(vendors), "")) : parts;
  }

  private static void add(
      List<Part> parts,
      List<Vendor> vendors,
      Predicate<Vendor> isMember,
      String colour,
      String suffixOfOne,
      String suffixOfMany) {
    List<Vendor> members = vendors.stream().filter(isMember).toList();
    if (!members.isEmpty()) {
      parts.add(
          new Part(names(members) + (members.size() == 1 ? suffixOfOne : suffixOfMany), colour));
    }
  }

  private static Predicate<Vendor> has(Flow flow) {
    return vendor -> vendor.flow() == flow;
  }

  private static String calm(List<Vendor> vendors) {
    long delivering = vendors.stream().filter(has(Flow.DELIVERING)).count();
    if (vendors.isEmpty()) {
      return "The file has no vendor";
    }
    if (delivering == 0) {
      return "No spans come";
    }
    String calm =
        delivering == 1 ? "1 vendor gets its spans" : delivering + " vendors get their spans";
    List<Vendor> waiting = vendors.stream().filter(has(Flow.WAITING)).toList();
    return waiting.isEmpty()
        ? calm
        : calm + ", " + names(waiting) + (waiting.size() == 1 ? " waits" : " wait");
  }

  private static String names(List<Vendor> vendors) {
    return switch (vendors.size()) {
      case 1 -> vendors.get(0).name();
      case 2 -> vendors.get(0).name() + " and " + vendors.get(1).name();
      default -> vendors.size() + " vendors";
    };
  }
}
