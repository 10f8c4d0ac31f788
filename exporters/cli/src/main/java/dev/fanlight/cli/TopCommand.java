/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import dev.fanlight.exporters.internal.text.ForeignText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code fanlight top}. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the status page of a running application: whether spans flow to each vendor.",
      "The file of the application needs the section status. On a terminal the table is renewed every two seconds."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the status was shown", "2:wrong command line, or no status at the address"})
final class TopCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_CHARS = 4 << 20;
  private static final String PATH = "/fanlight";
  private static final String CLEAR = "\u001b[H\u001b[2J";
  private static final String PASSWORD = "FANLIGHT_STATUS_PASSWORD";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      defaultValue = "http://localhost:9464",
      description = "Where the application serves metrics or the status; default ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private String url;

  @Option(names = "--json", description = "Write the status as JSON, once.")
  private boolean isJson;

  @Option(names = "--once", description = "Write the table once, also on a terminal.")
  private boolean isOnce;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "User of basic_auth; the password is read from the variable " + PASSWORD + ".")
  private @Nullable String user;

  @Override
  public Integer call() throws InterruptedException {
    URI page = page(url);
    if (page == null) {
      return fail("the URL is not one of http or https; for example http://localhost:9464");
    }
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    boolean repeats = !isOnce && !isJson && TerminalWriter.isTerminal();
    CountDownLatch never = new CountDownLatch(1);
    int code = show(client, page, repeats);
    while (repeats && code == ExitCode.OK && !never.await(2, TimeUnit.SECONDS)) {
      code = show(client, page, true);
    }
    return code;
  }

  private int show(HttpClient client, URI page, boolean clears) throws InterruptedException {
    String body;
    try {
      HttpResponse<String> answer = client.send(request(page), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return fail("the answer is " + answer.statusCode() + ": "
            + (answer.statusCode() == 404
                ? "add status: {} to the file of the application"
                : ForeignText.clean(answer.body())));
      }
      body = answer.body();
    } catch (IOException e) {
      return fail("no answer (" + ForeignText.message(e)
          + "); check the address, and that the file of the application has the section status");
    }
    return write(body, clears);
  }

  private int write(String body, boolean clears) {
    TerminalWriter writer = new TerminalWriter(spec);
    try {
      if (body.length() > MAX_CHARS || !(StatusJsonReader.read(body) instanceof Map<?, ?> status)) {
        return fail("the answer is not a status; name the address of metrics or status");
      }
      if (isJson) {
        writer.raw(body);
      } else {
        writer.raw(clears ? CLEAR : "");
        new TopReport(writer, status).write();
      }
      return ExitCode.OK;
    } catch (IllegalArgumentException notJson) {
      return fail("the answer is not a status; name the address of metrics or status");
    }
  }

  private HttpRequest request(URI page) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(page).timeout(TIMEOUT).header("Accept", "application/json");
    if (user != null) {
      String login = user + ":" + System.getenv().getOrDefault(PASSWORD, "");
      String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + encoded);
    }
    return request.build();
  }

  /** Returns the address of the page; null if the URL cannot be one. */
  static @Nullable URI page(String url) {
    try {
      URI given = URI.create(url.contains("://") ? url : "http://" + url);
      boolean isHttp = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
      if (!isHttp || given.getHost() == null) {
        return null;
      }
      boolean hasPath = given.getPath() != null && given.getPath().length() > 1;
      return hasPath ? given : given.resolve(PATH);
    } catch (IllegalArgumentException wrong) {
      return null;
    }
  }

  private int fail(String message) {
    spec.commandLine().getErr().println("fanlight top: " + message);
    return ExitCode.USAGE;
  }
}
