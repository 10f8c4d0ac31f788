/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.http;

import dev.fanlight.benchmarks.ChildJvm;
import dev.fanlight.benchmarks.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of docs/decisions/004-http-client.md: CPU time of a whole process per POST, eight targets, keep-alive,
 * the receivers in another process, net of the cost of the same process without posting.
 *
 * <p>Argument: seconds to measure each cell, 10 by default; as many go before to warm up.
 */
public final class HttpClientCost {

  private static final int TARGETS = 8;

  private static final List<String> CLIENTS = List.of(
      "raw socket", "fanlight", "HttpURLConnection", "Apache HttpClient 5", "java.net.http");

  /** 512 spans and 2,048 spans, gzipped, at 25,600 spans a second. */
  private static final List<Load> LOADS = List.of(new Load(25_000, 50), new Load(100_000, 12.5));

  private record Load(int bodyBytes, double postsPerSecond) {}

  private final String seconds;
  private final Path keys;
  private final Path certificate;

  private HttpClientCost(String seconds, Path folder) throws Exception {
    this.seconds = seconds;
    this.keys = folder.resolve("receiver.p12");
    this.certificate = folder.resolve("receiver.pem");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=receiver", "-ext", "san=dns:localhost");
    keytool("-exportcert", "-rfc", "-file", certificate.toString());
  }

  private void keytool(String command, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command));
    line.addAll(List.of(arguments));
    line.addAll(
        List.of("-alias", "it", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore"));
    line.add(keys.toString());
    int status = new ProcessBuilder(line).redirectErrorStream(true).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("keytool ended with " + status);
    }
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("fanlight-benchmark");
    HttpClientCost cost = new HttpClientCost(arguments.length > 0 ? arguments[0] : "10", folder);
    System.out.printf(
        "CPU µs per POST, net; JDK %s, %d processors%n",
        Runtime.version(), Runtime.getRuntime().availableProcessors());
    System.out.printf("%-12s%s%n", "", cells(CLIENTS));
    for (boolean isTls : List.of(false, true)) {
      for (Load load : LOADS) {
        String name = load.bodyBytes() / 1000 + " kB" + (isTls ? ", TLS" : "");
        System.out.printf("%-12s%s%n", name, cells(cost.row(isTls, load)));
      }
    }
  }

  private static String cells(List<String> cells) {
    return cells.stream().map(cell -> String.format("%21s", cell)).collect(Collectors.joining());
  }

  private List<String> row(boolean isTls, Load load) throws IOException {
    double none = cpuMicros("none", isTls, load);
    List<String> row = new ArrayList<>();
    for (String client : CLIENTS) {
      row.add(String.format("%.0f", cpuMicros(client, isTls, load) - none));
    }
    return row;
  }

  private double cpuMicros(String client, boolean isTls, Load load) throws IOException {
    List<String> receives = isTls ? List.of(TARGETS + "", keys.toString()) : List.of(TARGETS + "");
    try (ChildJvm receiver = ChildJvm.start(Receiver.class, List.of(), receives);
        ChildJvm poster = ChildJvm.start(
            PostingProcess.class,
            List.of(),
            List.of(
                client,
                receiver.line(),
                load.bodyBytes() + "",
                load.postsPerSecond() + "",
                seconds,
                seconds,
                isTls ? certificate.toString() : "-"))) {
      return Double.parseDouble(poster.line().split(" ", -1)[0]);
    }
  }
}
