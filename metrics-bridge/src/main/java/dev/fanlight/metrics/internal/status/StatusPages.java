/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics.internal.status;

import dev.fanlight.exporters.spi.StatusSnapshot;
import dev.fanlight.exporters.spi.StatusSnapshot.Vendor;
import dev.fanlight.metrics.internal.endpoint.Pages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The pages of the status. Any thread. */
final class StatusPages implements Pages {

  static final String PAGE = "/fanlight";
  static final String READY = "/fanlight/ready";
  static final String FLOW = "/fanlight/flow";

  private static final Set<String> PATHS = Set.of(PAGE, PAGE + "/", READY, FLOW);
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Supplier<StatusSnapshot> status;
  private final String template;
  private final String policy;

  StatusPages(Supplier<StatusSnapshot> status) {
    this.status = status;
    this.template = template().replace("{words}", StatusHtml.words());
    this.policy = policy(template);
  }

  @Override
  public boolean has(String path) {
    return PATHS.contains(path);
  }

  @Override
  public boolean isPublic(String path) {
    return path.equals(READY);
  }

  @Override
  public Page create(String path, List<String> accept) {
    StatusSnapshot now = status.get();
    return switch (path) {
      case READY -> ready(now);
      case FLOW -> flow(now);
      default -> status(now, accept);
    };
  }

  private static Page ready(StatusSnapshot now) {
    boolean isReady = now.state() == StatusSnapshot.State.RUNNING;
    return text(isReady ? 200 : 503, isReady ? "ready\n" : "not ready\n");
  }

  private static Page flow(StatusSnapshot now) {
    boolean isLosing = now.state() == StatusSnapshot.State.REFUSED
        || now.vendors().stream().anyMatch(Vendor::isLosing);
    StringBuilder text = new StringBuilder(StatusText.line(StatusHeadline.text(now))).append('\n');
    for (Vendor vendor : now.vendors()) {
      text.append(StatusText.line(vendor.name() + ": " + vendor.flowText())).append('\n');
    }
    return text(isLosing ? 503 : 200, text.toString());
  }

  private Page status(StatusSnapshot now, List<String> accept) {
    String wanted = String.join(",", accept).toLowerCase(Locale.ROOT);
    if (wanted.contains("text/html")) {
      return html(now);
    }
    return wanted.contains("application/json")
        ? new Page(
            200, Map.of("Content-Type", "application/json", "Vary", "Accept"), now.toJson() + "\n")
        : text(200, StatusText.of(now));
  }

  private Page html(StatusSnapshot now) {
    String title =
        new HtmlWriter().text("Fanlight: " + StatusHeadline.text(now)).toString();
    int titleAt = template.indexOf("{title}");
    int mainAt = template.indexOf("{main}");
    String page = template.substring(0, titleAt)
        + title
        + template.substring(titleAt + "{title}".length(), mainAt)
        + StatusHtml.main(now)
        + template.substring(mainAt + "{main}".length());
    return new Page(
        200,
        Map.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Vary",
            "Accept",
            "Content-Security-Policy",
            policy,
            "Referrer-Policy",
            "no-referrer",
            "X-Frame-Options",
            "SAMEORIGIN"),
        page);
  }

  private static Page text(int status, String text) {
    return new Page(status, Map.of("Content-Type", TEXT, "Vary", "Accept"), text);
  }

  private static String template() {
    try (InputStream in = StatusPages.class.getResourceAsStream("status.html")) {
      if (in == null) {
        throw new IllegalStateException("status.html is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page may load nothing and run nothing but its own style and script, and talk to its own server only. */
  private static String policy(String template) {
    return "default-src 'none'; script-src '" + hash(template, "script") + "'; style-src '"
        + hash(template, "style")
        + "'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
  }

  private static String hash(String template, String element) {
    int begin = template.indexOf("<" + element + ">") + element.length() + 2;
    String content = template.substring(begin, template.indexOf("</" + element + ">"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
