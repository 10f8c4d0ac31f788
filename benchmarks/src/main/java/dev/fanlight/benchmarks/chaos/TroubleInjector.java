/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Begins and mends the troubles of the script, and remembers when answers may have been lost. One thread. */
final class TroubleInjector {

  private final ChaosStage stage;
  private final List<Trouble> running = new ArrayList<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final List<Disturbance> absences = new ArrayList<>();
  private final List<Map<ChaosVendor, Long>> receivedBefore = new ArrayList<>();
  private final Map<Trouble, Long> beginnings = new HashMap<>();
  private final Map<ChaosVendor, Integer> keys = new EnumMap<>(ChaosVendor.class);
  private final Map<ChaosVendor, Integer> certificates = new EnumMap<>(ChaosVendor.class);

  TroubleInjector(ChaosStage stage) {
    this.stage = stage;
  }

  void begin(Trouble trouble) throws IOException, InterruptedException {
    beginnings.put(trouble, System.currentTimeMillis());
    running.add(trouble);
    if (trouble.vendor().isPresent()) {
      beginAt(trouble.vendor().get(), trouble.kind());
    } else {
      beginAtGenerator(trouble.kind());
    }
  }

  private void beginAt(ChaosVendor vendor, TroubleKind kind)
      throws IOException, InterruptedException {
    ReceiverProcess receiver = stage.receiver(vendor);
    if (kind.mode().isPresent()) {
      receiver.mode(kind.mode().get());
      return;
    }
    switch (kind) {
      case DOWN -> receiver.closePort();
      case KILL_RECEIVER -> receiver.kill();
      case STOP_RECEIVER -> ProcessSignals.suspend(receiver.pid());
      case ROTATE_KEY -> receiver.require("key-" + keys.merge(vendor, 2, (key, two) -> key + 1));
      case ROTATE_CERTIFICATE -> {
        int next = 1 - certificates.getOrDefault(vendor, 0);
        certificates.put(vendor, next);
        receiver.show(stage.certificates(next));
      }
      default -> throw new IllegalStateException(kind + " is no trouble of a vendor");
    }
  }

  private void beginAtGenerator(TroubleKind kind) throws IOException, InterruptedException {
    switch (kind) {
      case KILL_GENERATOR -> stage.generator().kill();
      case STOP_GENERATOR -> stage.generator().suspend();
      case DISK_FAULT -> ProcessSignals.refuseGrowth(stage.generator().pid());
      case BROKEN_FILE -> stage.config().writeBroken();
      case SWAP_VENDOR -> stage.config().write(false);
      default -> throw new IllegalStateException(kind + " is no trouble of the generator");
    }
  }

  void end(Trouble trouble) throws IOException, InterruptedException {
    if (trouble.vendor().isPresent()) {
      endAt(trouble.vendor().get(), trouble.kind());
    } else {
      endAtGenerator(trouble.kind());
    }
    running.remove(trouble);
    var time = new Disturbance(
        trouble.vendor(),
        Objects.requireNonNull(beginnings.remove(trouble)),
        System.currentTimeMillis());
    note(trouble, time);
    if (trouble.kind().losesAnswers()) {
      disturbances.add(time);
    }
    if (trouble.kind() == TroubleKind.SWAP_VENDOR) {
      absences.add(time);
    }
  }

  /** For the reader of a failure: when each trouble really was. */
  private void note(Trouble trouble, Disturbance time) throws IOException {
    Files.writeString(
        stage.config().file().resolveSibling("troubles.txt"),
        time.fromMillis() + " " + time.toMillis() + " " + trouble + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void endAt(ChaosVendor vendor, TroubleKind kind)
      throws IOException, InterruptedException {
    ReceiverProcess receiver = stage.receiver(vendor);
    if (kind.mode().isPresent()) {
      receiver.mode(ReceiverMode.OK);
      return;
    }
    switch (kind) {
      case DOWN -> receiver.openPort();
      case KILL_RECEIVER -> receiver.restart();
      case STOP_RECEIVER -> ProcessSignals.resume(receiver.pid());
      case ROTATE_KEY -> stage.config().writeKey(vendor, "key-" + keys.getOrDefault(vendor, 1));
      case ROTATE_CERTIFICATE ->
        stage
            .config()
            .writeAuthority(vendor, stage.certificates(certificates.getOrDefault(vendor, 0)));
      default -> throw new IllegalStateException(kind + " is no trouble of a vendor");
    }
  }

  private void endAtGenerator(TroubleKind kind) throws IOException, InterruptedException {
    switch (kind) {
      case KILL_GENERATOR -> restartGenerator();
      case STOP_GENERATOR -> stage.generator().resume();
      case DISK_FAULT -> ProcessSignals.admitGrowth(stage.generator().pid());
      case BROKEN_FILE, SWAP_VENDOR -> stage.config().write(true);
      default -> throw new IllegalStateException(kind + " is no trouble of the generator");
    }
  }

  /** The log is opened on a thread of its own; its ledgers tell how many spans of the lives before it holds. */
  private void restartGenerator() throws IOException, InterruptedException {
    GeneratorProcess generator = stage.generator();
    generator.restart();
    Map<String, String> accounts = generator.first();
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 50 && received(accounts, ChaosVendor.CONTROL) == 0; i++) {
      never.await(100, TimeUnit.MILLISECONDS);
      accounts = generator.accounts();
    }
    Map<ChaosVendor, Long> received = new EnumMap<>(ChaosVendor.class);
    for (ChaosVendor vendor : ChaosVendor.values()) {
      received.put(vendor, received(accounts, vendor));
    }
    receivedBefore.add(received);
    generator.go();
  }

  private static long received(Map<String, String> accounts, ChaosVendor vendor) {
    return VendorLedger.of(accounts, vendor.label()).received();
  }

  /** Returns the troubles that are active now. */
  List<Trouble> running() {
    return List.copyOf(running);
  }

  /** Returns the times in which the swapped vendor was not in the file. */
  List<Disturbance> absences() {
    return List.copyOf(absences);
  }

  /** Returns the spans that the vendor's ledger had received before the second life, the third and so on. */
  List<Long> receivedBefore(ChaosVendor vendor) {
    return receivedBefore.stream()
        .map(received -> received.getOrDefault(vendor, 0L))
        .toList();
  }

  /** Returns the disturbances that concern the vendor. */
  List<Disturbance> disturbances(ChaosVendor vendor) {
    return disturbances.stream().filter(time -> time.concerns(vendor)).toList();
  }
}
