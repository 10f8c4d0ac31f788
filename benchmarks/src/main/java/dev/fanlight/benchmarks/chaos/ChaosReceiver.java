/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The process of one vendor; it ends when its standard input does.
 *
 * <p>Arguments: protocol, port, journal, key, base name of the certificate's files or {@code plain}. The commands on
 * standard input, one a line, each answered with {@code DONE}: {@code mode NAME}, {@code key TEXT}, {@code cert NAME},
 * {@code down}, {@code up}.
 */
public final class ChaosReceiver {

  private final ReceiverPolicy policy;
  private final ReceiverServer server;
  private final int port;
  private Optional<Path> certificates;

  private ChaosReceiver(
      ReceiverPolicy policy, ReceiverServer server, int port, Optional<Path> certificates) {
    this.policy = policy;
    this.server = server;
    this.port = port;
    this.certificates = certificates;
  }

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    ReceiverProtocol protocol = ReceiverProtocol.valueOf(arguments[0]);
    var policy = new ReceiverPolicy(new ReceiverJournal(Path.of(arguments[2])));
    policy.require(arguments[3]);
    ReceiverServer server = protocol == ReceiverProtocol.OTLP_GRPC
        ? new GrpcReceiver(policy)
        : new HttpReceiver(policy, protocol);
    Optional<Path> certificates =
        arguments[4].equals("plain") ? Optional.empty() : Optional.of(Path.of(arguments[4]));
    var receiver = new ChaosReceiver(policy, server, Integer.parseInt(arguments[1]), certificates);
    server.open(receiver.port, certificates);
    System.out.println("READY");
    receiver.obey();
    Runtime.getRuntime().halt(0);
  }

  private void obey() throws IOException, GeneralSecurityException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "mode" -> policy.follow(ReceiverMode.valueOf(words[1]));
        case "key" -> policy.require(words[1]);
        case "down" -> server.close();
        case "up" -> server.open(port, certificates);
        case "cert" -> changeCertificate(Path.of(words[1]));
        default -> throw new IllegalArgumentException(line);
      }
      System.out.println("DONE");
    }
  }

  private void changeCertificate(Path name) throws IOException, GeneralSecurityException {
    certificates = Optional.of(name);
    server.close();
    server.open(port, certificates);
  }
}
