/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.chaos;

import dev.fanlight.benchmarks.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The command: {@code benchmarks/run chaos seconds=30 seed=1 rate=5000}. Ends with 0 if every span is accounted for, and
 * else with 1, the differences, and the seed.
 */
public final class ChaosRun {

  private static final long PROGRESS_MILLIS = 10_000;
  private static final int QUIET_SECONDS = 60;
  private static final int SOAK_SECONDS = 240;
  private static final int MOST_BASELINE_SECONDS = 300;

  /** A start or an end of a trouble, at its moment of the script. */
  private record Step(long atMillis, boolean begins, Trouble trouble) {}

  private final ChaosOptions options;
  private final ChaosStage stage;
  private final TroubleInjector injector;
  private final List<String> problems = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private long nextProgress = PROGRESS_MILLIS;
  private int baselineLife;
  private long lifeBeganMillis;
  private @Nullable ResourceUse baseline;

  private ChaosRun(ChaosOptions options, ChaosStage stage) {
    this.options = options;
    this.stage = stage;
    this.injector = new TroubleInjector(stage);
  }

  /** Runs, and ends with the verdict. */
  public static void main(String[] arguments) throws Exception {
    ChaosOptions options = ChaosOptions.parse(arguments);
    long begun = System.nanoTime();
    Runtime.getRuntime().addShutdownHook(new Thread(ChaosRun::killChildren, "chaos-exit"));
    List<String> problems;
    try (ChaosStage stage = ChaosStage.start(options)) {
      problems = new ChaosRun(options, stage).run();
    }
    problems.forEach(problem -> System.out.println("FAULT: " + problem));
    System.out.printf(
        Locale.ROOT,
        "%s after %d s; the same again: benchmarks/run chaos seconds=%d seed=%d rate=%d%n",
        problems.isEmpty() ? "Every span is accounted for," : "CHAOS FOUND " + problems.size(),
        (System.nanoTime() - begun) / 1_000_000_000,
        options.seconds(),
        options.seed(),
        options.rate());
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  /** A process that is suspended does not see that its standard input ends. */
  private static void killChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private List<String> run() throws IOException, InterruptedException {
    stage.generator().go();
    for (Step step : steps()) {
      awaitMillis(step.atMillis());
      if (step.begins()) {
        injector.begin(step.trouble());
      } else {
        injector.end(step.trouble());
      }
    }
    awaitMillis(options.seconds() * 1_000L);
    quieten();
    checkSoak();
    return audit();
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Trouble trouble : TroubleScript.create(options.seed(), options.seconds())) {
      steps.add(new Step(trouble.startMillis(), true, trouble));
      steps.add(new Step(trouble.endMillis(), false, trouble));
    }
    steps.sort(Comparator.comparingLong(Step::atMillis));
    return steps;
  }

  private long elapsedMillis() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }

  private void awaitMillis(long atMillis) throws IOException {
    Pace pace = new Pace(20);
    while (elapsedMillis() < atMillis) {
      if (elapsedMillis() >= nextProgress && stage.generator().isResponsive()) {
        nextProgress += PROGRESS_MILLIS;
        tellProgress();
        takeBaseline();
      }
      pace.await();
    }
  }

  private void tellProgress() throws IOException {
    Map<String, String> accounts = stage.generator().accounts();
    String waiting = ledgers(accounts).entrySet().stream()
        .filter(entry -> entry.getValue().buffered() > 0)
        .map(entry -> entry.getKey().label() + " " + entry.getValue().buffered())
        .collect(Collectors.joining(", "));
    System.out.printf(
        Locale.ROOT,
        "%4d s  life %d: %s ended, %s queued, %s refused; waiting: %s; broken: %s%n",
        elapsedMillis() / 1_000,
        stage.generator().life(),
        accounts.get("ended"),
        accounts.get("queued"),
        accounts.get("refused"),
        waiting,
        injector.running().stream().map(Trouble::toString).collect(Collectors.joining(", ")));
  }

  /** Measures the generator after five minutes of its life, or a quarter of a shorter run. */
  private void takeBaseline() throws IOException {
    if (baselineLife != stage.generator().life()) {
      baselineLife = stage.generator().life();
      lifeBeganMillis = elapsedMillis();
      baseline = null;
    }
    long wait = 1_000L * Math.min(MOST_BASELINE_SECONDS, options.seconds() / 4);
    if (baseline == null && elapsedMillis() - lifeBeganMillis >= wait) {
      baseline = stage.generator().resources();
      System.out.println(
          "       holds (heap after GC, direct, threads, files): " + baseline.line());
    }
  }

  private void checkSoak() throws IOException {
    ResourceUse last = stage.generator().resources();
    System.out.println("       holds at the end: " + last.line());
    if (options.seconds() < SOAK_SECONDS) {
      return;
    }
    if (baseline == null) {
      problems.add("the last life of the generator was too short for a comparison");
    } else {
      problems.addAll(last.growthSince(baseline));
    }
  }

  /** Ends no more spans, and waits until every vendor has got its own. */
  private void quieten() throws IOException, InterruptedException {
    stage.generator().pause();
    Pace pace = new Pace(5);
    long until = elapsedMillis() + QUIET_SECONDS * 1_000L;
    while (isWaiting(stage.generator().accounts())) {
      if (elapsedMillis() > until) {
        stage.dumpThreads(); // for the reader of the failure that the audit will tell
        return;
      }
      pace.await();
    }
  }

  private static boolean isWaiting(Map<String, String> accounts) {
    return !accounts.getOrDefault("queued", "0").equals("0")
        || ledgers(accounts).values().stream().anyMatch(ledger -> ledger.buffered() > 0);
  }

  private static Map<ChaosVendor, VendorLedger> ledgers(Map<String, String> accounts) {
    Map<ChaosVendor, VendorLedger> ledgers = new EnumMap<>(ChaosVendor.class);
    for (ChaosVendor vendor : ChaosVendor.values()) {
      ledgers.put(vendor, VendorLedger.of(accounts, vendor.label()));
    }
    return ledgers;
  }

  private List<String> audit() throws IOException, InterruptedException {
    String page = MetricsPage.scrape(stage.config().metricsPort());
    problems.addAll(MetricsPage.compare(page, ledgers(stage.generator().accounts())));
    Map<String, String> last = stage.generator().shutdown();
    Map<ChaosVendor, VendorLedger> ledgers = ledgers(last);
    stage.generator().close();
    Files.writeString(options.folder().resolve("accounts.txt"), last + "\n");
    problems.addAll(LogFolderCheck.compare(LogFolderCheck.run(stage.config().log()), ledgers));
    List<String> bases = bases();
    GeneratorAudit.lines(lives(ChaosVendor.CONTROL, bases, ledgers)).forEach(System.out::println);
    var absence = GeneratorAudit.absence(bases, injector.absences());
    System.out.println(VendorAudit.header());
    for (Map.Entry<ChaosVendor, VendorLedger> entry : ledgers.entrySet()) {
      ChaosVendor vendor = entry.getKey();
      audit(vendor, entry.getValue(), lives(vendor, bases, ledgers), absence);
    }
    return problems;
  }

  /** Returns the spans that the log took for this vendor's view. The swapped vendor missed some; it shares the view of the control vendor. */
  private List<LifeTruth> lives(
      ChaosVendor vendor, List<String> bases, Map<ChaosVendor, VendorLedger> ledgers)
      throws IOException {
    ChaosVendor like = vendor == ChaosVendor.SWAPPED ? ChaosVendor.CONTROL : vendor;
    return GeneratorAudit.read(
        bases,
        injector.receivedBefore(like),
        Objects.requireNonNull(ledgers.get(like)).received());
  }

  private void audit(
      ChaosVendor vendor,
      VendorLedger ledger,
      List<LifeTruth> lives,
      BiPredicate<Integer, Long> absence)
      throws IOException {
    var truth = VendorTruth.replay(
        lives, VendorJournal.read(stage.receiver(vendor).journal()), injector.disturbances(vendor));
    BiPredicate<Integer, Long> isAbsent =
        vendor == ChaosVendor.SWAPPED ? absence : (life, number) -> false;
    VendorAudit audit = VendorAudit.of(vendor.label(), lives, truth, ledger, isAbsent);
    System.out.println(audit.line());
    problems.addAll(audit.problems());
    problems.addAll(GeneratorAudit.problems(vendor.label(), lives));
    problems.addAll(DropPolicy.problems(vendor, ledger, lives.size() - 1));
  }

  private List<String> bases() {
    List<String> bases = new ArrayList<>();
    for (int life = 1; life <= stage.generator().life(); life++) {
      bases.add(stage.generator().base(life));
    }
    return bases;
  }
}
