/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.lane;

import dev.fanlight.exporters.internal.ledger.Ledger;
import dev.fanlight.exporters.internal.log.BatchLog;
import dev.fanlight.exporters.internal.log.BatchLog.ReaderSettings;
import dev.fanlight.exporters.internal.log.LogReader;
import dev.fanlight.exporters.internal.reason.DropReason;
import dev.fanlight.exporters.internal.send.RenewalCaller;
import dev.fanlight.exporters.internal.send.Sender;
import dev.fanlight.exporters.internal.send.SenderChain;
import dev.fanlight.exporters.internal.send.SenderFactory;
import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.internal.threads.Threads;
import dev.fanlight.exporters.internal.transport.Origin;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.LedgerSnapshot.State;
import dev.fanlight.exporters.spi.Renewal;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorStatus;
import io.opentelemetry.sdk.common.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The delivery to one vendor: takes batches from the log, sends them, and books the end of each span.
 *
 * <p>All methods are safe on any thread.
 */
public final class Lane {

  /*
   * package-info.java draws the way of a batch.
   *
   * Closing: leave() lets the senders finish the batches of the lane; abort() ends them and calls off attempts in
   * flight; bookTheRest() books the spans that are left.
   */

  private static final Logger LOGGER = Logger.getLogger("dev.fanlight.exporters");

  private final Ledger ledger;
  private final Function<LaneSettings, Sender> senderFactory;
  private final SenderChain chain;
  private final @Nullable RenewalPolicy renewalPolicy;
  private final Threads threads;
  private final Clock clock;
  private volatile ActiveSender activeSender;

  private final LaneLog notices;
  private final LoadMeter meter;
  private final LogReader reader;
  private final DeliverySchedule schedule;
  private final LaneControl control;
  private final DeliverySettlement settlement;
  private final SenderThreads senders;

  /**
   * Opens a lane that has a reader in the log and sends no request before {@link #start}. Touches no network.
   *
   * @param ledger the vendor's account; one for all lanes that bear its name, one after the other
   * @param joins how large a request may become when the lane has fallen behind
   * @param clock a clock without jumps of its epoch time, which decides on expiry
   * @throws IllegalArgumentException if the vendor cannot be reached this way, for example for a broken certificate
   */
  public static Lane open(
      LaneSettings settings,
      Ledger ledger,
      BatchLog log,
      SenderFactory senderFactory,
      JoinSettings joins,
      Clock clock) {
    return new Lane(
        settings,
        ledger,
        log,
        senderFactory.of(settings.vendor()),
        joins,
        null,
        Threads.current(),
        clock);
  }

  /**
   * A lane over any wire.
   *
   * @param senderFactory creates senders for settings; the lane closes these
   */
  Lane(
      LaneSettings settings,
      Ledger ledger,
      BatchLog log,
      Function<LaneSettings, Sender> senderFactory,
      JoinSettings joins,
      Threads threads,
      Clock clock) {
    this(settings, ledger, log, senderFactory, joins, null, threads, clock);
  }

  /**
   * A lane over any wire, with other times of renewals.
   *
   * @param renewalPolicy null for the default one, which a start without renewals does not load
   */
  Lane(
      LaneSettings settings,
      Ledger ledger,
      BatchLog log,
      Function<LaneSettings, Sender> senderFactory,
      JoinSettings joins,
      @Nullable RenewalPolicy renewalPolicy,
      Threads threads,
      Clock clock) {
    this.ledger = ledger;
    this.renewalPolicy = renewalPolicy;
    this.senderFactory = senderFactory;
    this.threads = threads;
    this.clock = clock;
    this.chain = new SenderChain(ledger, clock);
    this.notices = laneLog(settings, clock);
    this.activeSender = activeSender(settings, null);
    LaneLogListener listener = new LaneLogListener(notices);
    this.reader = log.newReader(readerSettings(settings, log), ledger, listener, listener);
    Supplier<RetryPolicy> policy = () -> activeSender.policy();
    RetryGate gate = new RetryGate(policy, threads::nextDouble);
    DeliveryQueue queue =
        new DeliveryQueue(reader, () -> activeSender.settings().vendor().limits(), policy, joins);
    ScheduleState state = new ScheduleState(gate, queue, reader);
    this.schedule = new DeliverySchedule(state, queue, clock);
    this.control = new LaneControl(state, reader, clock);
    IntSupplier window = () -> activeSender.settings().window();
    this.meter = new LoadMeter(ledger, reader, window, clock);
    Supplier<ActiveSender> current = () -> activeSender;
    LaneHousekeeping housekeeping = new LaneHousekeeping(current, meter, notices);
    this.settlement = new DeliverySettlement(ledger, notices, schedule, housekeeping);
    this.senders = new SenderThreads(
        settings.name(),
        window,
        threads,
        schedule,
        new DeliveryExpiry(reader, schedule, settlement, current, joins, clock),
        new AttemptRunner(current, schedule, settlement, notices, meter, clock),
        housekeeping,
        notices,
        clock);
    listener.reach(settlement, senders);
    if (activeSender.renewer() != null) {
      control.updateHold(this::isHeld);
    }
  }

  private static LaneLog laneLog(LaneSettings settings, Clock clock) {
    Vendor vendor = settings.vendor();
    String endpoint = vendor.protocol() == Vendor.Protocol.CLIENT
        ? vendor.origin()
        : Origin.of(vendor.endpoint()).authority();
    return new LaneLog(settings.name(), settings.references().hide(endpoint), clock, LOGGER);
  }

  private static ReaderSettings readerSettings(LaneSettings settings, BatchLog log) {
    return new ReaderSettings(
        settings.name(), log.nameOf(settings.destination()), settings.backfill());
  }

  private ActiveSender activeSender(LaneSettings settings, @Nullable CredentialRenewer before) {
    Sender sender = senderFactory.apply(settings);
    return new ActiveSender(
        settings,
        RetryPolicy.of(settings.retry(), settings.breaker()),
        chain.around(sender),
        renewer(sender.renewal(), settings, before));
  }

  /** Returns the renewer of before if the credentials are the same: the lane need not wait for new ones. */
  private @Nullable CredentialRenewer renewer(
      @Nullable Renewal renewal, LaneSettings settings, @Nullable CredentialRenewer before) {
    if (renewal == null || (before != null && before.isOf(renewal))) {
      return renewal == null ? null : before;
    }
    return new RenewalListener().renewer(renewal, settings.name());
  }

  private boolean isHeld() {
    return activeSender.isHeld();
  }

  private void startRenewer() {
    CredentialRenewer renewer = activeSender.renewer();
    if (renewer != null) {
      renewer.start();
    }
  }

  private void hurryRenewer() {
    CredentialRenewer renewer = activeSender.renewer();
    if (renewer != null) {
      renewer.hurry();
    }
  }

  /** Starts the senders, and the renewal of credentials. */
  public void start() {
    startRenewer();
    senders.start();
  }

  /**
   * Spans were lost on the way to this lane, and are booked already.
   *
   * @param detail the cause; no data of spans
   */
  public void tellLost(long spans, DropReason reason, String detail) {
    notices.lost(spans, reason.code(), detail);
  }

  /**
   * Returns the reason for the present trouble of the vendor, or else for its last loss; empty if neither is known.
   */
  public String lastReason() {
    String reason = notices.lastReason();
    String waiting = waitingForCredentials();
    if (reason.isEmpty() && !waiting.isEmpty()) {
      return waiting;
    }
    boolean waitsForAnAnswer = reason.isEmpty() && control.isWithoutAnAnswer();
    return waitsForAnAnswer ? "no answer to the first request" : reason;
  }

  /** Returns that the lane waits for credentials; empty if it does not. */
  private String waitingForCredentials() {
    CredentialRenewer renewer = activeSender.renewer();
    return renewer != null && renewer.isHeld() ? TroubleReport.waitingFor(renewer.source()) : "";
  }

  /** Follows a view: the lane gets its batches from now on, and keeps its batches of an earlier view. */
  public void follow(String view) {
    reader.follow(view);
  }

  /** The settings it runs with. */
  public LaneSettings settings() {
    return activeSender.settings();
  }

  /** The vendor's account, shared with the lanes that bore its name before. */
  public Ledger ledger() {
    return ledger;
  }

  /** Returns true if the lane takes no new batches any more. */
  public boolean isLeaving() {
    return control.isLeaving();
  }

  /** The vendor's account with this lane's state. */
  public LedgerSnapshot account() {
    State state = control.state();
    return ledger.account(state == State.UP && notices.isSlow() ? State.SLOW : state);
  }

  /** Returns how fast the vendor takes spans, and how many wait for it. */
  public VendorStatus status() {
    LaneLoad load = meter.measure();
    return new VendorStatus(
        ledger.vendor(),
        load.receivedPerSecond(),
        load.takenPerSecond(),
        load.waitingBytes(),
        load.limitInBytes(),
        Duration.ofNanos(load.oldestNanos()),
        load.window(),
        Duration.ofNanos(meter.requestNanos()));
  }

  /** Returns the state of the lane for a status page. */
  public LaneReading reading() {
    return notices.reading(account(), status(), settings(), isLeaving(), waitingForCredentials());
  }

  /**
   * Gets ready for new settings for the same vendor; may read files. The switch keeps reader and ledger, and attempts in
   * flight go on as they began. Batches that wait for better credentials are tried at once, and all batches that wait if the
   * file has changed.
   *
   * @return makes the switch, at once and surely
   * @throws IllegalArgumentException if the vendor cannot be reached as they say; the lane goes on as it was then
   */
  public Runnable prepare(LaneSettings settings) {
    ActiveSender next = activeSender(settings, activeSender.renewer());
    return () -> {
      boolean isEdited = !settings.fingerprint().equals(settings().fingerprint());
      switchTo(next);
      senders.start(); // the window may be wider
      control.settingsChanged(isEdited);
    };
  }

  private void switchTo(ActiveSender next) {
    CredentialRenewer before = activeSender.renewer();
    CredentialRenewer renewer = next.renewer();
    activeSender = next;
    if (before != null && before != renewer) {
      before.close();
    }
    if (renewer != null) {
      renewer.start();
      renewer.hurry(); // a secret may have changed
    }
    if (renewer != null || before != null) {
      control.updateHold(this::isHeld);
    }
  }

  /** Returns the end of the log as it is now for this lane; for {@link #awaitSettled}. */
  public long end() {
    return reader.end();
  }

  /**
   * Waits until everything that stood before {@code end} has settled.
   *
   * @param deadlineNanos by the clock's {@code nanoTime}
   * @return false if the lane is not up or the deadline passed first
   */
  public boolean awaitSettled(long end, long deadlineNanos) throws InterruptedException {
    return control.awaitSettled(end, deadlineNanos);
  }

  /** Lets the lane finish its batches, without new ones from the log; returns at once. */
  public void leave() {
    reader.unfollow();
    control.leave(false);
  }

  /**
   * Lets the lane finish its batches, and cuts waits short: a batch that does not get through at once will not before the
   * process ends. Batches that the log gets meanwhile are this lane's to the end.
   */
  public void leaveInHaste() {
    hurryRenewer();
    control.leave(true);
  }

  /**
   * Cuts waits short, and tries waiting batches at once; the lane goes on otherwise.
   *
   * @return for {@link #awaitDrained}
   */
  public long hasten() {
    hurryRenewer();
    return control.hasten();
  }

  /**
   * Waits until everything that the lane has now is settled. A lane that was not up as it was hastened has one attempt.
   *
   * @param hastened as {@link #hasten} returned it
   * @param deadlineNanos by the clock's {@code nanoTime}
   * @return false if batches are left
   */
  public boolean awaitDrained(long hastened, long deadlineNanos) throws InterruptedException {
    return control.awaitDrained(reader.end(), hastened, deadlineNanos);
  }

  /** Waits until the senders of a lane that leaves have ended; false at the deadline. */
  public boolean awaitEnd(long deadlineNanos) throws InterruptedException {
    return senders.awaitEnd(deadlineNanos);
  }

  /** Stops at once: no attempt starts, and attempts in flight are aborted. {@link #bookTheRest} follows. */
  public void abort() {
    control.stop(); // 1. no attempt starts
    activeSender.sender().close(); // 2. no attempt goes on
    senders.interrupt(); // 3. no thread waits
    CredentialRenewer renewer = activeSender.renewer();
    if (renewer != null) {
      renewer.close();
    }
  }

  /**
   * Books all that is left of a lane that was aborted or has ended.
   *
   * @param reason why it is left
   * @param deadlineNanos for the senders to end
   * @return the spans that were left
   */
  public long bookTheRest(DropReason reason, long deadlineNanos) throws InterruptedException {
    settlement.doNotTell(reason);
    senders.awaitEnd(deadlineNanos);
    CredentialRenewer renewer = activeSender.renewer();
    if (renewer != null) {
      renewer.awaitEnd(deadlineNanos);
    }
    long before = ledger.account(State.STOPPED).buffered();
    settlement.rejectAsTheyAre(schedule.takeHopeless()); // 1. batches that the vendor refused
    settlement.giveUp(schedule.removeAll(), reason); // 2. batches that were tried
    reader.abandon(reason); // 3. all other batches
    return before - ledger.account(State.STOPPED).buffered();
  }

  /**
   * Leaves the rest of a lane that was aborted to the next process, where the log outlives this one.
   *
   * @return the spans that stay; 0 where {@link #bookTheRest} must answer for them
   */
  public long keepTheRest(long deadlineNanos) throws InterruptedException {
    senders.awaitEnd(deadlineNanos);
    return reader.keep();
  }

  /** Passes the events of the renewer on to the schedule. */
  private final class RenewalListener implements CredentialRenewer.Listener {

    CredentialRenewer renewer(Renewal renewal, String lane) {
      RenewalPolicy policy = renewalPolicy == null ? RenewalPolicy.DEFAULT : renewalPolicy;
      return new CredentialRenewer(
          renewal, lane, policy, RenewalCaller.DEADLINE, this, notices, threads, clock);
    }

    @Override
    public void changed() {
      control.updateHold(Lane.this::isHeld);
    }

    @Override
    public void renewed(boolean endsWait) {
      control.renewed(endsWait);
    }

    @Override
    public void failed() {
      control.renewalFailed();
    }
  }
}
